using System.Text;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Writes a text by tokens that a grammar allows, drawn at random; the longer it gets, the more often one that closes something.</summary>
internal sealed class RandomWalk(TokenGrammar grammar, ITextTokenizer tokenizer, int vocabulary, Random random)
{
    private readonly int[] _closing = [.. Enumerable.Range(0, vocabulary).Where(id => !tokenizer.IsSpecial(id) && tokenizer.TokenBytes(id) is [(byte)'"' or (byte)'}' or (byte)']' or (byte)',' or (byte)'0' or (byte)'n' or (byte)'b' or (byte)'x'])];

    public const int MostTokens = 3_000;

    public string Write()
    {
        var (state, bytes) = (grammar.Start, new List<byte>());
        for (var count = 0; count < MostTokens; count++)
        {
            var token = Choose(grammar.Mask(state), count);
            state = grammar.Advance(state, token);
            if (grammar.IsEnd(token))
            {
                Assert.Equal(0, grammar.Mask(state).Count);
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. bytes]);
            }

            bytes.AddRange(tokenizer.TokenBytes(token));
        }

        throw new InvalidOperationException($"It does not end: {Encoding.UTF8.GetString([.. bytes])}");
    }

    private int Choose(TokenMask mask, int count)
    {
        Assert.True(mask.Count > 0);
        var closing = _closing.Where(mask.Allows).ToList();
        if (closing.Count > 0 && random.Next(100) < count)
        {
            return closing[random.Next(closing.Count)];
        }

        var allowed = Enumerable.Range(0, vocabulary).Where(mask.Allows).ToList();
        Assert.Equal(mask.Count, allowed.Count);
        return grammar.IsEnd(allowed[^1]) || random.Next(3) > 0 || !allowed.Exists(grammar.IsEnd) ? allowed[random.Next(allowed.Count)] : allowed.First(grammar.IsEnd);
    }
}
