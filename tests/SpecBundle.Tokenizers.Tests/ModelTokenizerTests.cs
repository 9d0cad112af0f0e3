using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>What holds for every tokenizer, and how damaged files are refused.</summary>
public sealed class ModelTokenizerTests
{
    private const int Timeout = 120_000;

    [Fact(Timeout = Timeout)]
    public async Task Harmony_reads_special_tokens_only_where_they_are_allowed()
    {
        await Task.Yield();
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
    public async Task Text_comes_back_as_it_was(string kind)
    {
        await Task.Yield();
        var tokenizer = Fixture.Load(kind);
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(
            text => tokenizer.Decode(tokenizer.Encode(text)) == text && tokenizer.CountTokens(text) == tokenizer.Encode(text).Count, iter: 2_000);
    }

    [Fact(Timeout = Timeout)]
    public async Task Half_a_surrogate_pair_is_no_crash()
    {
        await Task.Yield();
        foreach (var kind in new[] { "qwen", "llama", "gpt2" })
        {
            Assert.NotEmpty(Fixture.Load(kind).Encode("a\uD83D b\uDE00"));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_damaged_file_is_refused_with_its_name()
    {
        await Task.Yield();
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
    public async Task What_is_not_understood_is_refused_and_not_guessed_at(string json, string named)
    {
        await Task.Yield();
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
}
