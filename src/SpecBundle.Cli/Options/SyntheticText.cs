using System.Globalization;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>A value of <c>--synthetic</c>.</summary>
internal sealed record SyntheticText(int Count, int Words, int NewTokens)
{
    /// <summary>The workload's name, by which results of the same lengths are compared.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"synthetic-{Words}-{NewTokens}");

    /// <exception cref="UsageException">It is not three whole numbers above 0.</exception>
    public static SyntheticText Parse(string text)
    {
        var numbers = text.Split(':').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return numbers is not [> 0 and var count, > 0 and var words, > 0 and var newTokens] ? throw new UsageException($"--synthetic is N:WORDS:TOKENS, such as 20:512:128, not '{text}'.")
            : new SyntheticText(count, words, newTokens);
    }

    /// <exception cref="UsageException">They are more than can be made.</exception>
    public IReadOnlyList<BenchmarkPrompt> Prompts()
    {
        try
        {
            return SyntheticPrompts.Create(Name, Count, Words, NewTokens);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--synthetic {Count}:{Words}:{NewTokens} is more than can be made: at most {DataLimits.MostPrompts:N0} prompts of {SyntheticPrompts.MostWords:N0} words, and {SyntheticPrompts.MostWordsInAll:N0} words together."));
        }
    }
}
