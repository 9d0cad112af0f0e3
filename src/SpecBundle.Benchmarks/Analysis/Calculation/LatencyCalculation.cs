namespace SpeculativeDecoding.Benchmarks;

/// <summary>The latencies of a cell.</summary>
internal static class LatencyCalculation
{
    public static Latencies Of(IReadOnlyList<RequestRecord> finished)
    {
        var (tokens, chunks) = (new WeightedValues(), new WeightedValues());
        foreach (var record in finished)
        {
            AddGaps(record, tokens, chunks);
        }

        return new Latencies
        {
            TimeToFirstToken = WeightedValues.Summarize(finished.Select(record => record.TimeToFirstToken()).OfType<double>()),
            InterToken = tokens.Summarize(),
            InterChunk = chunks.Summarize(),
            TimePerOutputToken = WeightedValues.Summarize(finished.Select(record => record.TimePerOutputToken()).OfType<double>()),
            EndToEnd = WeightedValues.Summarize(finished.Select(record => record.EndToEnd())),
            Dispatch = WeightedValues.Summarize(finished.Select(record => record.SentSeconds - record.DueSeconds)),
        };
    }

    private static void AddGaps(RequestRecord record, WeightedValues tokens, WeightedValues chunks)
    {
        if (record is not { ChunkSeconds: { } seconds, ChunkTokens: { } counts } || seconds.Count != counts.Count)
        {
            return;
        }

        double? last = null;
        for (var chunk = 0; chunk < counts.Count; chunk++)
        {
            if (counts[chunk] <= 0)
            {
                continue;
            }

            if (last is { } before)
            {
                tokens.Add((seconds[chunk] - before) / counts[chunk], counts[chunk]);
                chunks.Add(seconds[chunk] - before, 1);
            }

            last = seconds[chunk];
        }
    }
}
