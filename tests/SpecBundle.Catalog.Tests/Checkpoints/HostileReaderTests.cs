using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>Configurations, indexes and headers that were damaged or made to hurt: each is read or refused, within the time of the test, and within 256 MB.</summary>
public sealed class HostileReaderTests
{
    private const long MostBytes = 256_000_000;

    private static readonly string[] Values =
    [
        "NaN", "Infinity", "-Infinity", "null", "true", "[]", "{}", "\"\"", "-1", "0", "2147483647", "2147483648", "9000000000000000000", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "1e999", "-1e-999", "4096.0", "0.5", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "[1,[2,[3,[4]]]]", "[9223372036854775807]", "[-1]", "{\"a\":{\"a\":{\"a\":1}}}",
        "\"\\u0000\\u001b[2J\"", "[\"LlamaForCausalLM\"]", "[\"LlamaForCausalLMEagle3\"]", "[\"DFlashDraftModel\"]", "[\"Qwen3DSparkModel\"]", "[7]", "[null]",
    ];

    // What configurations are read for, wherever it stands.
    private static readonly string[] Names =
    [
        "architectures", "hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim", "vocab_size", "draft_vocab_size", "max_position_embeddings", "eagle_config",
        "eagle_aux_hidden_state_layer_ids", "dflash_config", "target_layer_ids", "num_target_layers", "mask_token_id", "block_size", "projector_type", "markov_rank", "markov_head_type", "auto_map",
        "text_config", "transformer_layer_config", "speculators_model_type", "speculators_config", "verifier", "quantization_config", "target_model_type", "target_hidden_size", "kv_lora_rank",
        "qk_rope_head_dim", "num_nextn_predict_layers", "weight_map", "model_type", "q_lora_rank", "num_aux_hidden_states", "dspark_config", "dspark_block_size",
    ];

    [LongForm]
    [Fact(Timeout = 900_000)]
    public void A_damaged_configuration_is_read_or_refused_and_what_it_says_is_judged()
    {
        var random = new Random(161);
        var seeds = Seeds("drafts.jsonl").Concat([File.ReadAllText(PathOf("targets.json"))]).Select(Encoding.UTF8.GetBytes).ToList();
        var sound = CheckpointConfiguration.Parse(Encoding.UTF8.GetBytes("""{"architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":4,"num_attention_heads":4,"vocab_size":100}""")).Value!;
        var read = 0;
        for (var round = 0; round < Soak.Inputs(4_000, 100_000); round++)
        {
            var (value, objection) = CheckpointConfiguration.Parse(Damaged(seeds[random.Next(seeds.Count)], random));
            Assert.True(value is null != objection is null);
            if (value is not null)
            {
                read++;
                Judge(value, sound);
            }
        }

        Assert.InRange(read, 1_000, int.MaxValue);
    }

    [LongForm]
    [Fact(Timeout = 900_000)]
    public void A_damaged_index_is_read_or_refused()
    {
        var random = new Random(162);
        var seed = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_size"] = 1 },
            ["weight_map"] = new JsonObject([.. Enumerable.Range(0, 40).Select(number => KeyValuePair.Create<string, JsonNode?>($"model.layers.{number}.weight", $"model-0000{number % 4}-of-00004.safetensors"))]),
        }.ToJsonString());
        for (var round = 0; round < Soak.Inputs(4_000, 100_000); round++)
        {
            var (value, objection) = WeightIndex.Parse(Damaged(seed, random));
            Assert.True(value is null != objection is null);
            if (value is not null)
            {
                Assert.NotEmpty(value.Shards);
                Assert.All(value.Shards, shard => Assert.DoesNotContain("..", shard.Split('/')));
                Assert.Equal(value.Files.Count, value.Missing(new HashSet<string>()).Count());
            }
        }
    }

    [LongForm]
    [Fact(Timeout = 900_000)]
    public void A_damaged_header_is_read_or_refused_and_what_it_holds_is_judged()
    {
        var random = new Random(163);
        var config = CheckpointConfiguration.Parse(Encoding.UTF8.GetBytes("""{"architectures":["LlamaForCausalLM"],"hidden_size":64,"num_hidden_layers":4,"num_attention_heads":4,"vocab_size":100,"intermediate_size":96}""")).Value!;
        var seed = SyntheticCheckpoint.Header([new("model.embed_tokens.weight", "BF16", 100, 64), new("model.layers.3.mlp.up_proj.weight", "F32", 96, 64), new("d2t", "I64", 50)])[8..];
        for (var round = 0; round < Soak.Inputs(4_000, 100_000); round++)
        {
            var json = Damaged(seed, random);
            var bytes = Hostile(random);
            var file = WeightFile.Of("model.safetensors", bytes, json);
            Assert.NotNull((object?)file.Header ?? file.Fault);
            var contents = new CheckpointContents { Place = new("target", "x", CheckpointOrigin.Folder), Configuration = config, Weights = [file] };
            Assert.NotNull(CheckpointCheck.Of(contents, isTarget: true).Notes);

            var start = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(start, Hostile(random));
            var (length, fault) = SafetensorsHeader.LengthOf(start, bytes);
            Assert.True(fault is not null || length <= bytes);
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("[", 1)]
    [InlineData("{\"a\":", 1)]
    [InlineData("[0,", 10_000_000)]
    [InlineData("{\"a\":[\"\\ud800\",", 1)]
    [InlineData("\"\\ud800", 1)]
    [InlineData("NaN,", 1)]
    [InlineData("0,", 10_000_000)]
    public void A_configuration_of_the_largest_size_takes_no_more_memory_than_a_machine_has(string unit, int once)
    {
        // Either the unit over and over, or one list with it.
        var bytes = new byte[CheckpointConfiguration.Longest];
        var text = Encoding.ASCII.GetBytes(unit);
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = text[index % text.Length];
        }

        if (once > 1)
        {
            Encoding.ASCII.GetBytes("{\"a\":[").CopyTo(bytes, 0);
            for (var index = 6; index < bytes.Length; index++)
            {
                bytes[index] = (byte)"0,"[index % 2];
            }

            Encoding.ASCII.GetBytes("0]}").CopyTo(bytes, bytes.Length - 3);
        }

        AssertModest(() => CheckpointConfiguration.Parse(bytes));
    }

    [Fact(Timeout = 300_000)]
    public void An_index_and_a_header_of_the_largest_size_take_no_more_memory_than_a_machine_has()
    {
        var shortNames = Entries(WeightIndex.Longest, "{\"weight_map\":{", number => $"\"{number:x}\":\"f\"", "}}");
        AssertModest(() => WeightIndex.Parse(shortNames));
        var longNames = Entries(WeightIndex.Longest, "{\"weight_map\":{", number => $"\"{number:x}{new string('x', 80)}\":\"f\"", "}}");
        AssertModest(() => WeightIndex.Parse(longNames));
        var tensors = Entries(WeightFile.LongestJson, "{", number => $"\"{number:x}\":{{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,0]}}", "}");
        AssertModest(() => WeightFile.Of("x", 1, tensors));
    }

    [LongForm]
    [Fact(Timeout = 900_000)]
    public void A_folder_with_damaged_files_is_planned_or_refused()
    {
        var random = new Random(164);
        for (var round = 0; round < Soak.Draws(25, 1_000); round++)
        {
            using var tiny = new TinyCopy();
            foreach (var path in new[] { tiny.Of("target", "config.json"), tiny.Of("draft", "config.json") })
            {
                File.WriteAllBytes(path, Damaged(File.ReadAllBytes(path), random));
            }

            if (random.Next(2) == 0)
            {
                File.WriteAllBytes(tiny.Of("target", WeightIndex.FileName), Damaged("""{"weight_map":{"model.norm.weight":"model.safetensors"}}"""u8.ToArray(), random));
            }

            try
            {
                Assert.NotNull(Planned.Plan(tiny.Pair, change: options => options.AllowRemoteCode = true));
            }
            catch (LaunchPlanException refused)
            {
                Assert.NotEmpty(refused.Problems);
            }
        }
    }

    private static void Judge(CheckpointConfiguration value, CheckpointConfiguration sound)
    {
        foreach (var (draft, target) in new[] { (value, sound), (sound, value), (value, value) })
        {
            foreach (var given in new[] { null, SpeculativeAlgorithm.Eagle3, new SpeculativeAlgorithm("DFLASH") })
            {
                var verdict = DraftVerdict.Of(new("draft", "x", CheckpointOrigin.Folder), draft, target, given);
                Assert.True(verdict.Unsupported is not null || verdict.Algorithm is not null);
            }
        }

        foreach (var isTarget in new[] { true, false })
        {
            var contents = new CheckpointContents { Place = new("target", "x", CheckpointOrigin.Folder), Configuration = value, Weights = [new("w", 10, null, null)] };
            Assert.All(CheckpointCheck.Of(contents, isTarget).Problems, problem => Assert.DoesNotContain(problem.ToString(), char.IsControl));
            var model = LocalCheckpoint.Complete(new TargetModel("org/x"), contents, "/x");

            // A product that went over would be a size that looks right.
            Assert.InRange(model.KeyValueBytesPerToken?.Value ?? 0, 0, 1_000_000_000_000_000);
            Assert.NotNull(LocalCheckpoint.Complete(new DraftModel("org/x"), contents, "/x"));
        }

        _ = (DraftFit.ContextNote(value, sound), value.BringsConfigurationCode);
    }

    private static long Hostile(Random random) => random.Next(6) switch
    {
        0 => random.NextInt64(0, 30_000),
        1 => long.MaxValue,
        2 => int.MaxValue,
        3 => random.NextInt64(0, 200),
        4 => 9_000_000_000_000_000_000,
        _ => random.NextInt64(0, long.MaxValue),
    };

    /// <summary>One to four damages.</summary>
    private static byte[] Damaged(byte[] bytes, Random random)
    {
        bytes = [.. bytes];
        for (var times = random.Next(1, 5); times > 0 && bytes.Length > 4; times--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes = bytes[..at];
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[random.Next(at, bytes.Length)..]];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. Encoding.ASCII.GetBytes(new string("[{\"\\"[random.Next(4)], random.Next(1, 400))), .. bytes[at..]];
                    break;
                case 4:
                    random.NextBytes(bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at)));
                    break;
                default:
                    bytes = WithValue(bytes, random);
                    break;
            }
        }

        return bytes;
    }

    /// <summary>Another value behind a colon, under its own name or another.</summary>
    private static byte[] WithValue(byte[] bytes, Random random)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var colons = Enumerable.Range(0, text.Length).Where(index => text[index] == ':').ToList();
        if (colons.Count == 0)
        {
            return bytes;
        }

        var colon = colons[random.Next(colons.Count)];
        var end = text.IndexOfAny([',', '}'], colon) is var found and >= 0 ? found : text.Length;
        var name = random.Next(2) == 0 ? "" : $"0,\"{Names[random.Next(Names.Length)]}\":";
        return Encoding.Latin1.GetBytes($"{text[..(colon + 1)]}{name}{Values[random.Next(Values.Length)]}{text[end..]}");
    }

    private static byte[] Entries(int length, string begin, Func<int, string> entry, string end)
    {
        var text = new MemoryStream(length);
        text.Write(Encoding.ASCII.GetBytes(begin));
        for (var number = 0; text.Length + 200 < length; number++)
        {
            text.Write(Encoding.ASCII.GetBytes((number == 0 ? "" : ",") + entry(number)));
        }

        text.Write(Encoding.ASCII.GetBytes(end));
        return text.ToArray();
    }

    /// <summary>By all that is allocated while it is read, garbage too: no more than that can have been held at once.</summary>
    private static void AssertModest(Func<object> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = read();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(result);
        Assert.InRange(allocated, 0, MostBytes);
    }

    private static IEnumerable<string> Seeds(string file) => File.ReadLines(PathOf(file)).Select(line => JsonNode.Parse(line)!["config"]!.ToJsonString());

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Drafts", file);
}
