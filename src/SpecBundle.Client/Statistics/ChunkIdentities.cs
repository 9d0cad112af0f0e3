using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>
/// Holds the chunks that the client saw against the server's histogram. They can be compared when there is one chunk for
/// the prefill's token and one for each verify step; a stop string that holds text back, or a reader that lags, merges steps.
/// </summary>
internal static class ChunkIdentities
{
    public static string? Check(IReadOnlyList<ChunkTiming> chunks, SpeculationStatistics speculation)
    {
        if (speculation.AcceptHistogram is not { Count: > 0 } histogram || CounterIdentities.MissingTokens(speculation) is not { } cut || cut < 0)
        {
            return null;
        }

        var steps = chunks.Select(chunk => chunk.Tokens).Where(tokens => tokens > 0).ToList();
        if (steps.Count != speculation.VerifySteps + 1 || steps[0] != 1)
        {
            return null;
        }

        var seen = new int[histogram.Count];
        for (var step = 1; step < steps.Count; step++)
        {
            // What was cut from the last step is in the server's count of its drafts.
            var accepted = steps[step] - 1 + (step == steps.Count - 1 ? cut : 0L);
            if (accepted >= seen.Length)
            {
                return Describe(steps, histogram);
            }

            seen[(int)accepted]++;
        }

        return seen.SequenceEqual(histogram) ? null : Describe(steps, histogram);
    }

    private static string Describe(List<int> steps, IReadOnlyList<int> histogram) => string.Create(
        CultureInfo.InvariantCulture,
        $"The chunks brought [{string.Join(", ", steps)}] tokens, which the accept histogram [{string.Join(", ", histogram)}] does not explain.");
}
