using System.Text;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Tests;

/// <summary>Files that were damaged, or made to hurt whoever reads them: one error of this library, or a tokenizer that works.</summary>
public sealed partial class HostileFileTests
{
    private const int Timeout = 1_800_000;
    private const long MostMemory = 256_000_000;
    private const int Seed = 20261129;
    private const int EncodeEvery = 200;

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e400", "9223372036854775807", "2147483647", "9999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"a b\"", "\"ab\"", "\"(?:a+)+b\"", "\"(\"", "\"\\\\p{Han}\"", "\"[a&&[^b]]\"", "\"[\"",
        "\"x{2147483647}\"", "\"\\u001b[2J\"", "\"\\u5b57\"", "[]", "{}", "[[[[]]]]", "\"NFC\"", "\"Sequence\"", "\"ByteLevel\"", "\"Split\"", "\"BPE\"", "\"Removed\"", "\"Regex\"", "\"special\"", "{\"type\":\"Digits\"}", "NaN",
        new string('[', 200), $"\"{new string('(', 5_000)}\"", $"\"{new string('x', 50_000)}\"",
    ];

    private const string Json = """
        {"version":"1.0","truncation":null,"padding":null,
        "added_tokens":[{"id":257,"content":"<|x|>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},{"id":258,"content":"<y>","normalized":true,"special":false}],
        "normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"}]},
        "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}{1,3}|[^\\s\\p{L}]?\\p{L}++|\\s+(?!\\S)"},"behavior":"Isolated","invert":false},{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]},
        "post_processor":{"type":"Sequence","processors":[{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<|x|>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}]}]},
        "decoder":null,
        "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"","fuse_unk":false,"byte_fallback":false,"ignore_merges":true,"merges":["a b",["c","d"]],"vocab":VOCABULARY}}
        """;

    private static string Vocabulary => VocabularyOfTiny().Match(TinyTokenizer.Json).Groups[1].Value.Replace("\"ab\":256", "\"ab\":256,\"cd\":259", StringComparison.Ordinal);

    [LongForm]
    [Fact(Timeout = Timeout)]
    public void A_hostile_tokenizer_json_is_refused_or_read() => Feed("tokenizer.json", Json.Replace("VOCABULARY", Vocabulary, StringComparison.Ordinal), []);

    [LongForm]
    [Fact(Timeout = Timeout)]
    public void A_hostile_tokenizer_config_is_refused_or_read() => Feed(
        "tokenizer_config.json",
        """{"add_prefix_space":false,"added_tokens_decoder":{"257":{"content":"<|x|>","lstrip":false,"normalized":false,"special":true},"300":{"content":"<z>","special":false}},"bos_token":"<|x|>"}""",
        [("tokenizer.json", TinyTokenizer.Json)]);

    [LongForm]
    [Fact(Timeout = Timeout)]
    public void A_hostile_vocabulary_is_refused_or_read() => Feed("vocab.json", Vocabulary, [("merges.txt", "#version: 0.2\na b\nc d\n")]);

    [LongForm]
    [Fact(Timeout = Timeout)]
    public void A_hostile_list_of_merges_is_refused_or_read() => Feed("merges.txt", "#version: 0.2\na b\nc d\n", [("vocab.json", Vocabulary)]);

    [LongForm]
    [Fact(Timeout = Timeout)]
    public void A_hostile_rank_file_is_refused_or_read() => Feed(
        "tiktoken.model",
        string.Concat(Enumerable.Range(0, 256).Select(value => new[] { (byte)value }).Append("ab"u8.ToArray()).Select((bytes, rank) => $"{Convert.ToBase64String(bytes)} {rank}\n")),
        []);

    /// <summary>Damages one file, again and again, and reads the folder.</summary>
    private static void Feed(string name, string content, (string Name, string Content)[] others)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-hostile-").FullName;
        try
        {
            foreach (var other in others)
            {
                File.WriteAllText(Path.Combine(folder, other.Name), other.Content);
            }

            var path = Path.Combine(folder, name);
            File.WriteAllText(path, content);
            Assert.NotEmpty(ModelTokenizer.Load(folder).Encode("abcd"));
            var draws = Soak.Inputs(1_000, 100_000);
            var (read, refused) = (0, 0);
            for (var draw = 0; draw < draws; draw++)
            {
                var damaged = Damaged(content, new Random(Seed + draw));
                File.WriteAllBytes(path, damaged);
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Use(ModelTokenizer.Load(folder), draw);
                    read++;
                }
                catch (TokenizerException exception)
                {
                    Assert.InRange(exception.Message.Length, folder.Length, folder.Length + 1_200);
                    Assert.DoesNotContain(exception.Message, char.IsControl);
                    refused++;
                }
                catch (Exception exception)
                {
                    Assert.Fail($"draw {draw}: {exception}\n{Encoding.UTF8.GetString(damaged.AsSpan(0, Math.Min(damaged.Length, 2_000)))}");
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
            }

            // Damage that is always seen, or never, would show little.
            Assert.InRange(read, 1, draws - 1);
            Assert.InRange(refused, 1, draws - 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Patterns are compiled for the first text, which takes long: only some tokenizers are asked for one.</summary>
    private static void Use(ModelTokenizer tokenizer, int draw)
    {
        Assert.True(tokenizer.VocabularySize > 0);
        Assert.All(tokenizer.Differences, difference => Assert.DoesNotContain(difference, char.IsControl));
        if (draw % EncodeEvery == 0)
        {
            var ids = tokenizer.Encode("abcd <|x|><y> 12 字\ud83d e\u0301", allowSpecial: true);
            Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
            tokenizer.Decode(ids, skipSpecialTokens: false);
        }
    }

    private static byte[] Damaged(string content, Random random)
    {
        var values = JsonValue().Matches(content);
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            switch (random.Next(values.Count > 0 ? 5 : 3))
            {
                case 0:
                    content = content[..random.Next(content.Length + 1)];
                    break;
                case 1:
                    var at = random.Next(content.Length + 1);
                    content = content[..at] + (char)random.Next(0, 0x3000) + content[Math.Min(content.Length, at + random.Next(2))..];
                    break;
                case 2:
                    var (begin, end) = (random.Next(content.Length + 1), random.Next(content.Length + 1));
                    content = content.Insert(begin, content[Math.Min(begin, end)..Math.Max(begin, end)]);
                    break;
                default:
                    values = JsonValue().Matches(content);
                    if (values.Count > 0)
                    {
                        // The first values say how text is read, the many behind are a vocabulary.
                        var value = values[random.Next(random.Next(4) == 0 ? values.Count : Math.Min(values.Count, 160))];
                        content = content[..value.Index] + Values[random.Next(Values.Length)] + content[(value.Index + value.Length)..];
                    }

                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(content);
        if (bytes.Length > 0 && random.Next(4) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    [GeneratedRegex("\"vocab\":(\\{.*?\"ab\":256\\})")]
    private static partial Regex VocabularyOfTiny();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9]+|true|false|null")]
    private static partial Regex JsonValue();
}
