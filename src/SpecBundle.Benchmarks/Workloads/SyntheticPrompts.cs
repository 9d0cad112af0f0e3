using System.Text;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Prompts of a wanted length with nothing to say: common English words in seeded order, most of them one token each.
/// The server counts the exact length. What a draft is good at is what people write, so these show throughput and
/// latency, not the accept length of real traffic.
/// </summary>
public static class SyntheticPrompts
{
    /// <summary>The longest prompt: as long as the longest context.</summary>
    internal const int MostWords = 10_000_000;

    /// <summary>All prompts of a workload together: when they are prepared they lie in the memory.</summary>
    internal const long MostWordsInAll = 500_000_000;

    private static readonly string[] Words =
        ("the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not "
        + "what all were we when your can said there use an each which she do how their if will up other about out many then "
        + "them these so some her would make like him into time has look two more write go see number no way could people my "
        + "than first water been call who oil its now find long down day did get come made may part").Split(' ');

    /// <summary>Makes the prompts; the same arguments make the same ones.</summary>
    /// <param name="name">The workload's name, for ids.</param>
    /// <param name="count">How many.</param>
    /// <param name="promptWords">Words in each prompt: about as many tokens.</param>
    /// <param name="newTokens">The limit of new tokens of each; null for the workload's.</param>
    /// <param name="seed">Another seed, other prompts. Default: 0.</param>
    public static IReadOnlyList<BenchmarkPrompt> Create(string name, int count, int promptWords, int? newTokens = null, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(promptWords);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, DataLimits.MostPrompts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(promptWords, MostWords);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * promptWords, MostWordsInAll, nameof(promptWords));
        return [.. Enumerable.Range(0, count).Select(index => new BenchmarkPrompt
        {
            Id = $"{name}/{index}",
            Turns = new SyntheticTurns(promptWords, unchecked((seed * 1_000_003) + index)),
            MaxNewTokens = newTokens,
        })];
    }

    /// <summary>So many words, by a generator of our own (SplitMix64): the same on every runtime.</summary>
    internal static string Text(int words, int seed)
    {
        var state = unchecked((ulong)seed);
        var text = new StringBuilder(words * 5);
        for (var i = 0; i < words; i++)
        {
            state = unchecked(state + 0x9E37_79B9_7F4A_7C15);
            var mixed = unchecked((state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9);
            mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB);
            if (i > 0)
            {
                text.Append(' ');
            }

            text.Append(Words[(int)((mixed ^ (mixed >> 31)) % (ulong)Words.Length)]);
        }

        return text.ToString();
    }
}
