namespace SpeculativeDecoding.Tests;

/// <summary>Special tokens stay special, however much was read before.</summary>
public sealed class SpecialTokenTests
{
    private const int Timeout = 1_800_000;

    /// <summary>So many distinct pieces a cache of such a tokenizer holds by default; one more, and it forgets.</summary>
    private const int CachedPieces = 8192;

    [LongForm]
    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Fixture.Kinds), MemberType = typeof(Fixture))]
    public void At_piece_8193_and_at_a_million_a_special_token_is_still_one(string kind)
    {
        var tokenizer = Fixture.Load(kind);
        var row = Fixture.Rows(kind).First(row => row.WithSpecial.Length < row.Plain.Length);
        var last = Soak.Draws(20_000, 1_000_000);
        for (var piece = 1; piece <= last; piece++)
        {
            tokenizer.Encode($"word{piece:x}", allowSpecial: true);
            if (piece is CachedPieces - 1 or CachedPieces or CachedPieces + 1 || piece == last)
            {
                Assert.Equal(row.WithSpecial, tokenizer.Encode(row.Text, allowSpecial: true));
                Assert.Equal(row.WithSpecial.Length, tokenizer.CountTokens(row.Text, allowSpecial: true));
                Assert.Equal(row.Plain, tokenizer.Encode(row.Text));
                Assert.Equal(row.Plain.Length, tokenizer.CountTokens(row.Text));
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public void The_built_in_tokenizer_of_gpt_oss_keeps_its_special_tokens_too()
    {
        var tokenizer = ModelTokenizer.GptOss();
        for (var piece = 0; piece < 2 * CachedPieces; piece++)
        {
            tokenizer.Encode($"word{piece:x}", allowSpecial: true);
        }

        Assert.Equal([200006, 1428, 200008], tokenizer.Encode("<|start|>user<|message|>", allowSpecial: true));
        Assert.Equal([200018, 200000, 201087], tokenizer.Encode("<|endofprompt|><|reserved_200000|><|reserved_201087|>", allowSpecial: true));
        Assert.Equal("<|call|>"u8.ToArray(), tokenizer.TokenBytes(200012));
    }

    [Fact(Timeout = Timeout)]
    public void A_mark_behind_a_special_token_does_not_make_text_of_it()
    {
        var tokenizer = Fixture.Load("qwen");
        var end = tokenizer.TokenId("<|im_end|>");

        // ">" and the mark would be one character in form C.
        Assert.Equal(end, tokenizer.Encode("<|im_end|>\u0338", allowSpecial: true)[0]);
    }
}
