using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What can't be in a record of a request, whoever wrote it.</summary>
internal static class RecordFaults
{
    // No context is that long.
    private const int MostTokens = 20_000_000;

    // No run takes 30 years; and what is larger than a number can be is read as infinite.
    private const double MostSeconds = 1e9;

    /// <summary>A count or a moment that is none, in words after "it"; null where all can be.</summary>
    public static string? Impossible(RequestRecord record)
    {
        (string Name, int? Count)[] counts =
        [
            ("turn", record.Turn), ("sample", record.Sample), ("session", record.Session), ("new_token_limit", record.MaxNewTokens), ("prompt_tokens", record.PromptTokens), ("cached_tokens", record.CachedTokens),
            ("completion_tokens", record.CompletionTokens), ("verify_steps", record.VerifySteps), ("accepted_drafts", record.AcceptedDrafts), ("proposed_drafts", record.ProposedDrafts),
            .. (record.AcceptHistogram ?? []).Select(count => ("accept_histogram", (int?)count)), .. (record.ChunkTokens ?? []).Select(count => ("chunk_tokens", (int?)count)),
        ];
        return Array.Find(counts, count => count.Count is < 0 or > MostTokens) is { Name: not null } wrong
            ? string.Create(CultureInfo.InvariantCulture, $"has {wrong.Name} {wrong.Count}, which is no count of a request")
            : Array.Find(Moments(record), moment => moment.Seconds is { } seconds && !(Math.Abs(seconds) <= MostSeconds)) is { Name: not null } never
            ? string.Create(CultureInfo.InvariantCulture, $"has {never.Name} {never.Seconds}, which is no moment of a run")
            : record.ChunkSeconds?.Count != record.ChunkTokens?.Count ? "has not as many chunk_seconds as chunk_tokens"
            : null;
    }

    private static (string Name, double? Seconds)[] Moments(RequestRecord record) =>
    [
        ("due_seconds", record.DueSeconds), ("sent_seconds", record.SentSeconds), ("first_token_seconds", record.FirstTokenSeconds), ("finished_seconds", record.FinishedSeconds),
        ("client_seconds", record.ClientSeconds), .. (record.ChunkSeconds ?? []).Select(seconds => ("chunk_seconds", (double?)seconds)),
    ];

    /// <summary>The record with what does not hold between its counters, where nobody noted it when they were measured.</summary>
    public static RequestRecord WithViolations(RequestRecord record)
    {
        if (record is not { Error: null, Violations.Count: 0, VerifySteps: > 0 and var steps })
        {
            return record;
        }

        // How often the server began the request anew, and how it was set, the record does not tell.
        var speculation = new SpeculationStatistics
        {
            VerifySteps = steps,
            CompletionTokens = record.CompletionTokens,
            AcceptedDrafts = record.AcceptedDrafts,
            ProposedDrafts = record.ProposedDrafts,
            AcceptHistogram = record.AcceptHistogram,
        };
        var finish = new FinishReason { Kind = record.FinishReason == "length" ? FinishKind.Length : FinishKind.Stop, Name = record.FinishReason ?? "unknown" };
        return record with { Violations = CounterIdentities.Check(speculation, finish, retractions: int.MaxValue, server: null) };
    }
}
