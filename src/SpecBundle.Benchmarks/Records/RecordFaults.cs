using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What can't be in a record of a request, whoever wrote it.</summary>
internal static class RecordFaults
{
    // No context is that long.
    private const int MostTokens = 20_000_000;

    /// <summary>A count that is none, in words after "it"; null where all can be counts.</summary>
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
            : record.ChunkSeconds?.Count != record.ChunkTokens?.Count ? "has not as many chunk_seconds as chunk_tokens"
            : null;
    }

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
