namespace SpeculativeDecoding.Tests;

/// <summary>Our ids are those of an independent implementation, string by string.</summary>
public sealed class ReferenceTests
{
    private const int Timeout = 120_000;

    [Theory(Timeout = Timeout)]
    [MemberData(nameof(Fixture.Kinds), MemberType = typeof(Fixture))]
    public void Ids_are_those_of_the_reference_for_two_thousand_strings(string kind)
    {
        var tokenizer = Fixture.Load(kind);
        var wrong = new List<string>();
        var count = 0;
        foreach (var (text, withSpecial, plain) in Fixture.Rows(kind))
        {
            count++;
            if (!tokenizer.Encode(text, allowSpecial: true).SequenceEqual(withSpecial) || !tokenizer.Encode(text).SequenceEqual(plain))
            {
                wrong.Add($"{System.Text.Json.JsonSerializer.Serialize(text)}: [{string.Join(' ', tokenizer.Encode(text))}] for [{string.Join(' ', plain)}]");
            }
            else if (tokenizer.CountTokens(text) != plain.Length || tokenizer.CountTokens(text, allowSpecial: true) != withSpecial.Length)
            {
                wrong.Add($"{text}: counted otherwise than encoded");
            }
        }

        Assert.Equal(2000, count);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n{string.Join('\n', wrong.Take(15))}");
    }
}
