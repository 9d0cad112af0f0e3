using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>What is wrong with weights on the Hub is said after a look at their beginnings, before anything is downloaded.</summary>
public sealed class WeightLookTests
{
    private const int Timeout = 60_000;
    private const string Index = "model.safetensors.index.json";

    private static readonly Dictionary<string, RepositoryText> Damaged = new()
    {
        ["cut short"] = Draft().Weights("model.safetensors", Header(("w", "U8", [10_000])), 5_000),
        ["too long"] = Draft().Weights("model.safetensors", Header(("w", "U8", [10_000])), 20_000),
        ["cut inside its header"] = Draft().Weights("model.safetensors", Header(("w", "U8", [10_000])), 30),
        ["a pointer"] = Draft().Text("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 2907536\n"),
        ["a web page"] = Draft().Text("model.safetensors", "<!DOCTYPE html><html>Not found</html>"),
        ["no weights"] = Draft(),
        ["a missing shard"] = Draft().Text(Index, """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}""")
            .Weights("model-00001-of-00002.safetensors", Header(("a", "U8", [10])), 8 + Header(("a", "U8", [10])).Length + 10),
        ["a tensor that no shard has"] = Draft().Text(Index, """{"weight_map":{"a":"model.safetensors","b":"model.safetensors"}}""")
            .Weights("model.safetensors", Header(("a", "U8", [10])), 8 + Header(("a", "U8", [10])).Length + 10),
        ["two captured layers"] = Whole(("fc.weight", "BF16", [64, 128])),
        ["another width"] = Whole(("lm_head.weight", "BF16", [500, 32])),
        ["more proposed tokens"] = Whole(("d2t", "I64", [600])),
        ["behind a long header"] = Whole([.. Enumerable.Range(0, 2_000).Select(number => ($"other.{number}", "U8", new long[] { 1 })), ("fc.weight", "BF16", [64, 128])]),
    };

    [Theory(Timeout = Timeout)]
    [InlineData("cut short", CheckpointProblemKind.FileTooShort, "model.safetensors", "is 5,000 bytes long")]
    [InlineData("too long", CheckpointProblemKind.FileTooLong, "model.safetensors", "is 20,000 bytes long")]
    [InlineData("cut inside its header", CheckpointProblemKind.FileTooShort, "model.safetensors", "is 30 bytes long")]
    [InlineData("a pointer", CheckpointProblemKind.LfsPointer, "model.safetensors", "pointer of Git LFS")]
    [InlineData("a web page", CheckpointProblemKind.HeaderUnreadable, "model.safetensors", "is text, not weights")]
    [InlineData("no weights", CheckpointProblemKind.WeightsMissing, null, "has no weights")]
    [InlineData("a missing shard", CheckpointProblemKind.ShardMissing, "model-00002-of-00002.safetensors", "missing: model-00002-of-00002.safetensors")]
    [InlineData("a tensor that no shard has", CheckpointProblemKind.TensorMissing, "model.safetensors", "lacks b, which the index names")]
    [InlineData("two captured layers", CheckpointProblemKind.ShapeMismatch, "model.safetensors", "asks for 192 (3 captured layers x 64 of the target) where 128 stands")]
    [InlineData("another width", CheckpointProblemKind.ShapeMismatch, "model.safetensors", "asks for 64 (hidden_size) where 32 stands")]
    [InlineData("more proposed tokens", CheckpointProblemKind.ShapeMismatch, "model.safetensors", "asks for 500 (draft_vocab_size) where 600 stands")]
    [InlineData("behind a long header", CheckpointProblemKind.ShapeMismatch, "model.safetensors", "fc.weight")]
    public async Task What_is_wrong_is_said_before_anything_is_downloaded(string damage, CheckpointProblemKind kind, string? file, string said)
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", Damaged[damage]));
        using var client = hub.Client();
        var pair = new ModelPair("org/target", "org/draft");
        var planned = await Assert.ThrowsAsync<CheckpointException>(() => client.PlanPullAsync(pair));
        var pulled = await Assert.ThrowsAsync<CheckpointException>(() => client.PullAsync(pair));
        var problem = Assert.Single(planned.Problems);

        Assert.Equal((kind, file, "org/draft"), (problem.Kind, problem.File, planned.Checkpoint));
        Assert.Contains(said, planned.Message, StringComparison.Ordinal);
        Assert.Equal(planned.Message, pulled.Message);
        Assert.Contains("another revision", planned.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain(await hub.RequestsAsync(), request => request is { Host: "storage", Range: null });
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_knows_no_ranges_is_looked_at_all_the_same()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", Damaged["behind a long header"]));
        await hub.FaultAsync(new Fault { Where = "storage", IgnoreRange = true, MeetsLooks = true, Times = -1 });
        using var client = hub.Client();

        Assert.Equal("fc.weight", (await Assert.ThrowsAsync<CheckpointException>(() => client.PlanPullAsync(new ModelPair("org/target", "org/draft")))).Problems[0].Tensor);
    }

    [Fact(Timeout = Timeout)]
    public async Task Weights_that_cannot_be_looked_at_now_are_pulled()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", RepositoryText.Draft()));
        await hub.FaultAsync(new Fault { Where = "storage", Status = 503, MeetsLooks = true, Times = 1 }, new Fault { Where = "storage", CutAfterBytes = 10, MeetsLooks = true, Times = 1 });

        Assert.NotNull((await hub.PullAsync("org/target", "org/draft")).Draft);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_the_cache_holds_is_looked_at_there()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        var weights = Path.Combine((await hub.PullAsync("org/target")).Target!.Folder, "model.safetensors");
        await using (var file = new FileStream(weights, FileMode.Open))
        {
            file.SetLength(50_000);
        }

        var refused = await Assert.ThrowsAsync<CheckpointException>(() => hub.PullAsync("org/target", more: ("HF_HUB_OFFLINE", "1")));
        Assert.Equal((50_000L, 100_000L), (refused.Problems[0].Found!.Value, refused.Problems[0].Expected!.Value));
        Assert.Contains("HubClient.RemoveCachedModels", refused.Hint, StringComparison.Ordinal);

        // With the Hub at hand the pull brings it again, and so nothing is refused.
        Assert.Equal(100_000, LinkedFile.LengthOf(Path.Combine((await hub.PullAsync("org/target")).Target!.Folder, "model.safetensors")));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_draft_that_is_asked_for_as_the_target_is_named()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()), ("org/draft", Whole(("fc.weight", "BF16", [64, 192]))));

        var refused = await Assert.ThrowsAsync<CheckpointException>(() => hub.PullAsync("org/draft", "org/target"));

        Assert.Equal((CheckpointProblemKind.SwappedRoles, "org/draft"), (Assert.Single(refused.Problems).Kind, refused.Checkpoint));
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_draft_in_a_folder_is_checked_against_a_target_on_the_Hub()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        var folder = Directory.CreateTempSubdirectory("specbundle-draft-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), """{"architectures":["LlamaForCausalLMEagle3"],"hidden_size":128,"vocab_size":1000,"draft_vocab_size":50,"limit":Infinity}""");
            var mismatch = await Assert.ThrowsAsync<PairMismatchException>(() => hub.PullAsync("org/target", folder));

            Assert.Contains("the hidden size of the target is 64, the draft was made for 128", Assert.Single(mismatch.Mismatches), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RepositoryText Draft() => new RepositoryText().Text("config.json", RepositoryText.DraftConfiguration);

    /// <summary>A draft whose file is as long as its header says.</summary>
    private static RepositoryText Whole(params (string Name, string Type, long[] Shape)[] tensors) =>
        Draft().Weights("model.safetensors", Header(tensors), 8 + Header(tensors).Length + tensors.Sum(Bytes));

    private static string Header(params (string Name, string Type, long[] Shape)[] tensors)
    {
        var begin = 0L;
        return "{" + string.Join(',', tensors.Select(tensor => $$"""
            "{{tensor.Name}}":{"dtype":"{{tensor.Type}}","shape":[{{string.Join(',', tensor.Shape)}}],"data_offsets":[{{begin}},{{begin += Bytes(tensor)}}]}
            """)) + "}";
    }

    private static long Bytes((string Name, string Type, long[] Shape) tensor) =>
        tensor.Shape.Aggregate(tensor.Type switch { "I64" => 8L, "BF16" => 2L, _ => 1L }, (product, side) => product * side);
}
