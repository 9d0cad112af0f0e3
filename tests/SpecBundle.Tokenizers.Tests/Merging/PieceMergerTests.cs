namespace SpeculativeDecoding.Tests;

/// <summary>Text without a blank is one piece: its merging grows with its length, not with its square.</summary>
public sealed class PieceMergerTests
{
    private const int Timeout = 1_800_000;

    public static TheoryData<string, string> Unbroken
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string kind in Fixture.Kinds)
            {
                foreach (var text in new[] { "Chinese", "Thai", "a", " ", "=", "A", "\n", "\u0301", "0" })
                {
                    data.Add(kind, text);
                }
            }

            return data;
        }
    }

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Unbroken))]
    public void Ten_times_the_text_takes_ten_times_the_merges(string kind, string letters)
    {
        var definition = Fixture.Read(kind, TokenizerFiles.Read);
        IMergeRule rule = definition.Merges is { } merges ? new ListedMerges(definition.Tokens, merges, definition.WholePiecesFirst) : new RankMerges(definition.Tokens);
        var (brief, full) = (Work(2_000), Work(20_000));

        // A token may reach over the end of the shorter text, no more.
        Assert.InRange(full, brief * 9, brief * 11);

        long Work(int length)
        {
            var merger = new PieceMerger(rule);
            merger.Encode(Text(letters, length), []);
            return merger.Considered;
        }
    }

    [LongForm]
    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Unbroken))]
    public void A_text_without_a_blank_comes_back_however_long_it_is(string kind, string letters)
    {
        var tokenizer = Fixture.Load(kind);
        var text = Text(letters, Soak.Draws(20_000, 1_000_000));

        // Form C orders the marks of Thai.
        Assert.Equal(kind == "qwen" ? FormC.Normalize(text) : text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    private static string Text(string letters, int length)
    {
        var (first, last) = letters switch { "Chinese" => ('\u4E00', '\u9FA5'), "Thai" => ('\u0E01', '\u0E3A'), _ => (letters[0], letters[0]) };
        return string.Create(length, new Random(20261128), (span, random) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)random.Next(first, last + 1);
            }
        });
    }
}
