namespace SpeculativeDecoding.Tests;

/// <summary>Long pieces are merged by us: the same ids as the reference's, in time that grows with the length.</summary>
public sealed class PieceMergerTests
{
    private const int Timeout = 120_000;

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Fixture.Kinds), MemberType = typeof(Fixture))]
    public void Every_piece_merged_by_us_has_the_ids_of_the_reference(string kind)
    {
        var codec = Fixture.Read(kind, folder => new FileCodec(TokenizerFiles.Read(folder), longPiece: 0));
        Assert.All(Fixture.Rows(kind), row =>
        {
            Assert.Equal(row.WithSpecial, codec.Encode(row.Text, allowSpecial: true));
            Assert.Equal(row.Plain, codec.Encode(row.Text, allowSpecial: false));
        });
    }

    [Fact(Timeout = Timeout)]
    public void The_vocabulary_of_gpt_oss_gives_the_same_ids_by_us_and_by_the_library()
    {
        var (ours, library) = (new HarmonyCodec(longPiece: 0), new HarmonyCodec(longPiece: int.MaxValue));
        Assert.All(Fixture.Rows("o200k"), row => Assert.Equal(library.Encode(row.Text, allowSpecial: true), ours.Encode(row.Text, allowSpecial: true)));
    }

    [Theory(Timeout = Timeout)]
    [InlineData("qwen")]
    [InlineData("llama")]
    [InlineData("kimi")]
    public void A_hundred_thousand_characters_without_a_blank_are_cut_into_words_of_the_vocabulary(string kind)
    {
        var tokenizer = Fixture.Load(kind);
        var random = new Random(20261128);
        var text = string.Create(100_000, random, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)source.Next(0x4E00, 0x9FA5);
            }
        });

        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }
}
