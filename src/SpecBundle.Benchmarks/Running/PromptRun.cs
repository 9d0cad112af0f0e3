namespace SpeculativeDecoding.Benchmarks;

/// <summary>Asks one prompt, turn by turn, and makes a record of each.</summary>
internal sealed class PromptRun(SpecClient client, PromptFormat format, RunContext run, string configuration, PlannedWorkload workload, PreparedPrompt prepared, int sample)
{
    private readonly RunClock _clock = run.Clock;

    /// <summary>Why the last request failed; null where it did not.</summary>
    public GenerateException? Error { get; private set; }

    /// <summary>Asks the turns that an earlier session did not finish.</summary>
    /// <param name="due">When the first was due, in seconds since the session began.</param>
    /// <param name="earlier">The finished records of the prompt.</param>
    /// <param name="ended">Told of each record.</param>
    /// <param name="cancellationToken">Stops; a request that had not ended leaves no record.</param>
    public async Task RunAsync(double due, IReadOnlyList<RequestRecord> earlier, Func<BenchmarkPrompt, RequestRecord, Task> ended, CancellationToken cancellationToken)
    {
        var answers = new List<string>();
        for (var turn = 0; turn < PlannedWorkload.TurnsOf(prepared.Prompt); turn++)
        {
            if (earlier.FirstOrDefault(record => record.Turn == turn) is { Output: { } known })
            {
                answers.Add(known);
                continue;
            }

            var record = await AskAsync(turn, due, answers, cancellationToken).ConfigureAwait(false);
            await ended(prepared.Prompt, record).ConfigureAwait(false);
            if (record.Error is not null)
            {
                return;
            }

            // The next turn is due when this one's answer is there.
            answers.Add(record.Output ?? "");
            due = record.FinishedSeconds;
        }
    }

    private async Task<RequestRecord> AskAsync(int turn, double due, List<string> answers, CancellationToken cancellationToken)
    {
        var begun = _clock.Seconds;
        var request = turn == 0 ? prepared.First : format.For(prepared.Prompt, answers, workload.SamplingOf(prepared.Prompt));
        var limit = run.Context.Fit(turn == 0 ? prepared.FirstTokens : request.InputIds?.Count, prepared.LaterTokens?[turn] ?? 0, PlannedWorkload.TurnsOf(prepared.Prompt) - turn, request.Sampling.MaxNewTokens);
        request = request with { Sampling = request.Sampling with { MaxNewTokens = limit } };
        var sent = _clock.Seconds;
        var record = new RequestRecord
        {
            Configuration = configuration,
            Workload = workload.Name,
            PromptId = prepared.Prompt.Id,
            PromptHash = prepared.Hash,
            Category = prepared.Prompt.Category,
            Turn = turn,
            Sample = sample,
            Session = run.Results.Session,
            MaxNewTokens = limit,
            DueSeconds = due,
            SentSeconds = sent,
            ClientSeconds = sent - begun,
        };
        try
        {
            var result = await client.GenerateAsync(request, cancellationToken).ConfigureAwait(false);
            return Measured(record, result.Statistics) with { Output = result.Text, FinishReason = result.FinishReason.ToString() };
        }
        catch (GenerateException exception)
        {
            Error = exception;
            var measured = exception.Partial is { } partial ? Measured(record, partial.Statistics) with { Output = partial.Text } : record with { FinishedSeconds = _clock.Seconds };
            return measured with { Error = exception.Message.ReplaceLineEndings(" ") };
        }
    }

    private static RequestRecord Measured(RequestRecord record, RequestStatistics statistics)
    {
        var speculation = statistics.Speculation;
        return record with
        {
            FirstTokenSeconds = record.SentSeconds + statistics.TimeToFirstToken?.TotalSeconds,
            FinishedSeconds = record.SentSeconds + statistics.EndToEnd.TotalSeconds,
            ClientSeconds = record.ClientSeconds + statistics.ClientTime?.TotalSeconds,
            PromptTokens = statistics.PromptTokens,
            CachedTokens = statistics.CachedTokens,
            CompletionTokens = statistics.CompletionTokens,
            VerifySteps = speculation?.VerifySteps,
            AcceptedDrafts = speculation?.AcceptedDrafts,
            ProposedDrafts = speculation?.ProposedDrafts,
            AcceptHistogram = speculation?.AcceptHistogram,
            ChunkSeconds = statistics.Chunks.Count > 0 ? [.. statistics.Chunks.Select(chunk => record.SentSeconds + chunk.Elapsed.TotalSeconds)] : null,
            ChunkTokens = statistics.Chunks.Count > 0 ? [.. statistics.Chunks.Select(chunk => chunk.Tokens)] : null,
            Violations = statistics.Violations,
        };
    }
}
