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
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"dropout\":0.1", "dropout")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"end_of_word_suffix\":\"</w>\"", "end_of_word_suffix")]
    [InlineData("\"type\":\"ByteLevel\"", "\"type\":\"Digits\"", "Digits")]
    [InlineData("\"type\":\"ByteLevel\"", "\"type\":\"ByteLevel\",\"new\":1", "new")]
    [InlineData("\"a b\"", "\"a bb\"", "bb")]
    [InlineData("\"a\":", "\"\":", "0x61")]
    [InlineData("\"ab\":256", "\"ab\":-1", "-1")]
    [InlineData("\"ab\":256", "\"ab\":2000000000", "2000000000")]
    [InlineData("\"ab\":256", "\"ab\":255", "255")]
    public void What_would_give_other_ids_is_refused(string known, string instead, string named)
    {
        using var folder = new TinyTokenizer();
        Assert.Equal([256], ModelTokenizer.Load(folder.Path).Encode("ab"));
        Assert.Empty(ModelTokenizer.Load(folder.Path).Differences);
        folder.Write(TinyTokenizer.Json.Replace(known, instead, StringComparison.Ordinal));
        Assert.Contains(named, Assert.Throws<TokenizerException>(() => ModelTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"skip_merges\":7", "skip_merges")]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":[],\"rewriter\":{}", "rewriter")]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":[],\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"<s>\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\"}}]}", "<s>")]
    public void What_may_give_other_ids_is_said(string known, string instead, string named)
    {
        using var folder = new TinyTokenizer(TinyTokenizer.Json.Replace(known, instead, StringComparison.Ordinal));
        var tokenizer = ModelTokenizer.Load(folder.Path);
        Assert.Equal([256], tokenizer.Encode("ab"));
        Assert.Contains(named, Assert.Single(tokenizer.Differences), StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("kimi")]
    [InlineData("qwen")]
    public void A_vocabulary_whose_special_tokens_are_named_nowhere_says_so_and_reads_no_chats(string kind)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-tokenizer-").FullName;
        try
        {
            Fixture.Write(kind, folder);
            Assert.Empty(ModelTokenizer.Load(folder).Differences);
            Assert.Null(ConversationFormat.LoadTokenizer(folder).TokenizerProblem);
            File.Delete(Path.Combine(folder, "tokenizer_config.json"));
            Assert.Contains("special tokens are not known", Assert.Single(ModelTokenizer.Load(folder).Differences), StringComparison.Ordinal);
            Assert.Contains("special tokens", ConversationFormat.LoadTokenizer(folder).TokenizerProblem, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public void Tokens_that_the_configuration_adds_are_read_and_do_not_move_those_of_the_tokenizer()
    {
        using var folder = new TinyTokenizer(TinyTokenizer.Json.Replace("\"added_tokens\":[]", "\"added_tokens\":[{\"id\":257,\"content\":\"<x>\",\"special\":false}]", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"added_tokens_decoder":{"258":{"content":"<y>","special":true},"999":{"content":"<x>","special":true}}}""");
        var tokenizer = ModelTokenizer.Load(folder.Path);
        Assert.Equal([256, 257, 258], tokenizer.Encode("ab<x><y>", allowSpecial: true));
        Assert.True(tokenizer.IsSpecial(257));
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"added_tokens_decoder":{"257":{"content":"<y>"}}}""");
        Assert.Contains("the same id, 257", Assert.Throws<TokenizerException>(() => ModelTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """{"add_prefix_space":true}""");
        Assert.Contains("add_prefix_space", Assert.Throws<TokenizerException>(() => ModelTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public void An_entry_that_is_not_in_the_byte_alphabet_is_text_and_takes_no_other_token_away()
    {
        // In the byte alphabet the character is "å", "\u0143" and "\u0139", one for each byte, and has a token of its own.
        const string joined = "\"å\u0143\":257,\"å\u0143\u0139\":258";
        using var folder = new TinyTokenizer(TinyTokenizer.Json.Replace("\"ab\":256", $"\"ab\":256,{joined},\"字\":259", StringComparison.Ordinal).Replace("\"a b\"", "\"a b\",\"å \u0143\",\"å\u0143 \u0139\"", StringComparison.Ordinal));
        var tokenizer = ModelTokenizer.Load(folder.Path);
        Assert.Equal([258], tokenizer.Encode("字"));
        Assert.Equal("字字", tokenizer.Decode([258, 259]));
    }

    [Fact(Timeout = Timeout)]
    public void A_merge_that_the_list_has_twice_counts_where_it_stands_last()
    {
        // Of "a b" (first and last) and "b c", the reference takes the later rank.
        using var folder = new TinyTokenizer(TinyTokenizer.Json.Replace("\"ab\":256", "\"ab\":256,\"bc\":257", StringComparison.Ordinal).Replace("\"a b\"", "\"a b\",\"b c\",\"a b\"", StringComparison.Ordinal));
        Assert.Equal([97, 257], ModelTokenizer.Load(folder.Path).Encode("abc"));
    }

    [Fact(Timeout = Timeout)]
    public void A_pattern_that_never_ends_is_an_error_of_the_tokenizer()
    {
        using var folder = new TinyTokenizer(TinyTokenizer.Json.Replace(
            """{"type":"ByteLevel",""",
            """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?:a|aa)+(?!c)$"},"behavior":"Isolated","invert":false},{"type":"ByteLevel",""",
            StringComparison.Ordinal).Replace("false}}", "false}]}}", StringComparison.Ordinal));
        var tokenizer = ModelTokenizer.Load(folder.Path);
        Assert.Contains("take longer", Assert.Throws<TokenizerException>(() => tokenizer.Encode(new string('a', 60) + "c")).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public void Half_a_pair_is_the_character_that_UTF_8_puts_in_its_place()
    {
        foreach (var kind in new[] { "qwen", "llama", "kimi", "gpt2" })
        {
            var tokenizer = Fixture.Load(kind);
            Assert.Equal(tokenizer.Encode("a\uFFFDb \uFFFD"), tokenizer.Encode("a\uD83Db \uDE00"));
        }

        Assert.Equal(ModelTokenizer.GptOss().Encode("\uFFFDb"), ModelTokenizer.GptOss().Encode("\uD83Db"));
    }

    [Fact(Timeout = Timeout)]
    public void The_script_Han_is_a_class_also_where_it_stands_alone()
    {
        Assert.Equal(["漢字", "x", "仮"], PatternTranslation.Translate(@"\p{Han}+|[^\p{Han}]").Matches("漢字x仮").Select(match => match.Value));
    }
}
