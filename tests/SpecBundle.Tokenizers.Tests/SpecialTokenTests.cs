namespace SpeculativeDecoding.Tests;

/// <summary>Special tokens stay special, however much was read before.</summary>
public sealed class SpecialTokenTests
{
    private const int Timeout = 120_000;

    [Theory(Timeout = Timeout)]
    [InlineData("qwen")]
    [InlineData("llama")]
    [InlineData("kimi")]
    [InlineData("o200k")]
    public void After_twenty_thousand_distinct_words_a_special_token_is_still_one(string kind)
    {
        var tokenizer = Fixture.Load(kind);
        var row = Fixture.Rows(kind).First(row => row.WithSpecial.Length < row.Plain.Length);
        for (var word = 0; word < 20_000; word++)
        {
            tokenizer.Encode($"word{word:x} {word}", allowSpecial: true);
        }

        Assert.Equal(row.WithSpecial, tokenizer.Encode(row.Text, allowSpecial: true));
        Assert.Equal(row.WithSpecial.Length, tokenizer.CountTokens(row.Text, allowSpecial: true));
        Assert.Equal(row.Plain, tokenizer.Encode(row.Text));
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
