using System.Text;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>What holds for every tokenizer, and how damaged files are refused.</summary>
public sealed class ModelTokenizerTests
{
    private const int Timeout = 120_000;

    [Fact(Timeout = Timeout)]
    public void Harmony_reads_special_tokens_only_where_they_are_allowed()
    {
        var tokenizer = ModelTokenizer.GptOss();
        const string text = "<|start|>user<|message|>Hello world<|end|>";
        Assert.Equal([200006, 1428, 200008, 13225, 2375, 200007], tokenizer.Encode(text, allowSpecial: true));
        Assert.DoesNotContain(tokenizer.Encode(text), tokenizer.IsSpecial);
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.Equal("userHello world", tokenizer.Decode(tokenizer.Encode(text, allowSpecial: true)));
        Assert.Equal(201_088, tokenizer.VocabularySize);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("llama")]
    [InlineData("ling")]
    [InlineData("kimi")]
    [InlineData("o200k")]
    [InlineData("gpt2")]
    public void Text_comes_back_as_it_was(string kind)
    {
        var tokenizer = Fixture.Load(kind);
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(
            text => tokenizer.Decode(tokenizer.Encode(text)) == text && tokenizer.CountTokens(text) == tokenizer.Encode(text).Count, iter: 2_000);
    }

    [Fact(Timeout = Timeout)]
    public void Half_a_surrogate_pair_is_no_crash()
    {
        foreach (var kind in new[] { "qwen", "llama", "gpt2" })
        {
            Assert.NotEmpty(Fixture.Load(kind).Encode("a\uD83D b\uDE00"));
        }
    }

    [Fact(Timeout = Timeout)]
    public void A_damaged_file_is_refused_with_its_name()
    {
        foreach (var (kind, file) in new[] { ("llama", "tokenizer.json"), ("qwen", "vocab.json"), ("kimi", "tiktoken.model"), ("qwen", "tokenizer_config.json") })
        {
            var folder = Directory.CreateTempSubdirectory("specbundle-tokenizer-").FullName;
            try
            {
                Fixture.Write(kind, folder);
                var path = Path.Combine(folder, file);
                var whole = File.ReadAllBytes(path);
                Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample(
                    (position, value) =>
                    {
                        var damaged = whole[..position].Append(value).ToArray();
                        File.WriteAllBytes(path, damaged);
                        try
                        {
                            ModelTokenizer.Load(folder);
                        }
                        catch (TokenizerException exception)
                        {
                            return exception.Message.Contains(folder, StringComparison.Ordinal);
                        }

                        // A rank file that is cut at a line's end is a smaller one.
                        return true;
                    },
                    iter: 60,
                    threads: 1);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""", "Unigram")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]},"pre_tokenizer":{"type":"Metaspace"}}""", "Metaspace")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"},"normalizer":{"type":"NFKC"}}""", "NFKC")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]}}""", "pre_tokenizer")]
    public void What_is_not_understood_is_refused_and_not_guessed_at(string json, string named)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-tokenizer-").FullName;
        try
        {
            Assert.False(ModelTokenizer.CanLoad(folder));
            Assert.Throws<TokenizerException>(() => ModelTokenizer.Load(folder));
            File.WriteAllText(Path.Combine(folder, "tokenizer.json"), json);
            Assert.True(ModelTokenizer.CanLoad(folder));
            Assert.Contains(named, Assert.Throws<TokenizerException>(() => ModelTokenizer.Load(folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData(128_000, 4)]
    [InlineData(200_000, 3)]
    [InlineData(150_000, null)]
    public void A_rank_file_of_Llama_is_split_as_its_generation_does(int ranks, int? tokens)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-ranks-").FullName;
        try
        {
            // All bytes, then "HELLO" and its way there, then what is never used.
            var entries = Enumerable.Range(0, 256).Select(value => new[] { (byte)value })
                .Concat(new[] { "HE", "LL", "HELL", "HELLO", "'s", "HELLO's" }.Select(Encoding.ASCII.GetBytes))
                .Concat(Enumerable.Range(0, ranks).Select(value => Encoding.ASCII.GetBytes($"#{value:000000}"))).Take(ranks);
            File.WriteAllLines(Path.Combine(folder, "tokenizer.model"), entries.Select((bytes, rank) => $"{Convert.ToBase64String(bytes)} {rank}"));
            if (tokens is null)
            {
                Assert.Contains("150000 ranks", Assert.Throws<TokenizerException>(() => ModelTokenizer.Load(folder)).Message, StringComparison.Ordinal);
            }
            else
            {
                // Llama 3 splits "HELLO" from "'s", Llama 4 keeps the contraction with its word.
                Assert.Equal(tokens, ModelTokenizer.Load(folder).Encode("HELLO's a").Count);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory(Timeout = Timeout)]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":[{\"id\":3,\"content\":\"<x>\",\"lstrip\":true}]", "<x>")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"byte_fallback\":true", "bytes")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"end_of_word_suffix\":\"</w>\"", "end_of_word_suffix")]
    [InlineData("\"type\":\"ByteLevel\"", "\"type\":\"Digits\"", "no ByteLevel")]
    public void What_would_give_other_ids_is_refused(string known, string instead, string named)
    {
        const string tiny = """{"added_tokens":[],"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false}}""";
        var folder = Directory.CreateTempSubdirectory("specbundle-refused-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tiny);
            Assert.Equal([2], ModelTokenizer.Load(folder).Encode("ab"));
            File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tiny.Replace(known, instead, StringComparison.Ordinal));
            Assert.Contains(named, Assert.Throws<TokenizerException>(() => ModelTokenizer.Load(folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public void The_script_Han_is_a_class_also_where_it_stands_alone()
    {
        Assert.Equal(["漢字", "x", "仮"], PatternTranslation.Translate(@"\p{Han}+|[^\p{Han}]").Matches("漢字x仮").Select(match => match.Value));
    }
}
