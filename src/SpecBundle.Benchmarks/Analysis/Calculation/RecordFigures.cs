namespace SpeculativeDecoding.Benchmarks;

/// <summary>What follows from one record; null where the record does not tell.</summary>
internal static class RecordFigures
{
    public static double Seconds(this RequestRecord record) => record.FinishedSeconds - record.SentSeconds;

    public static double EndToEnd(this RequestRecord record) => record.FinishedSeconds - record.DueSeconds;

    public static double? TimeToFirstToken(this RequestRecord record) => record.FirstTokenSeconds - record.DueSeconds;

    public static double? DecodeSeconds(this RequestRecord record) => record.FinishedSeconds - record.FirstTokenSeconds;

    public static double? TimePerOutputToken(this RequestRecord record) =>
        record.CompletionTokens is > 1 and var tokens ? record.DecodeSeconds() / (tokens - 1) : null;

    /// <summary>Tokens and the seconds from sending to the end, of an answer that has both.</summary>
    public static (double Tokens, double Seconds)? Speed(this RequestRecord record) =>
        record.CompletionTokens is > 0 and var tokens && record.Seconds() > 0 ? (tokens, record.Seconds()) : null;

    public static (double Tokens, double Steps)? Acceptance(this RequestRecord record) =>
        record is { CompletionTokens: { } tokens, VerifySteps: > 0 and var steps } ? (tokens, steps) : null;

    public static (double Tokens, double Steps)? AcceptanceAfterFirst(this RequestRecord record) =>
        record.Acceptance() is { } counts ? (counts.Tokens - 1, counts.Steps) : null;

    /// <summary>The verify steps as the stream showed them, each with the token at which it began: null unless every step had a chunk of its own.</summary>
    public static IEnumerable<(int Start, int Tokens)>? StreamedSteps(this RequestRecord record)
    {
        var chunks = record.ChunkTokens?.Where(tokens => tokens > 0).ToList();
        if (chunks is null || chunks.Count == 0 || chunks[0] != 1 || chunks.Count != record.VerifySteps + 1)
        {
            return null;
        }

        var position = 1;
        return chunks.Skip(1).Select(tokens => (position += tokens) is var end ? (end - tokens, tokens) : default).ToList();
    }
}
