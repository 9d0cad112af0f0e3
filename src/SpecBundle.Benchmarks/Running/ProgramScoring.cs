namespace SpeculativeDecoding.Benchmarks;

/// <summary>Scores the answers of a workload that takes programs for it, when no request is in flight: they would take the server's time, and an answer waits for none of them on its way to the disk.</summary>
internal sealed class ProgramScoring(RunContext run, string configuration, PlannedWorkload workload)
{
    /// <summary>What a record says until then. A session that ends before leaves it so, and the next one scores it.</summary>
    public const string Waiting = "not scored yet";

    public static async ValueTask<RequestRecord> ScoreAsync(BenchmarkOptions options, Workload workload, BenchmarkPrompt prompt, RequestRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var score = await workload.ScoreAsync(record.Output!, prompt, options.Programs, cancellationToken).ConfigureAwait(false);
            return record with { Answer = score.Answer, Correct = score.Correct, ScoreNote = score.Note };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return record with { ScoreNote = Waiting };
        }
        catch (SandboxException exception)
        {
            return record with { ScoreNote = exception.Message };
        }
        catch (Exception exception)
        {
            // A scorer of the user's that fails on an odd answer costs that answer its score, and nothing else.
            return record with { ScoreNote = $"the scorer failed: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}" };
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = run.Results.Records.Where(record => record.Configuration == configuration && record.Workload == workload.Name && IsWaiting(record)).ToList();
        if (waiting.Count == 0)
        {
            return;
        }

        var prompts = workload.Prompts.ToDictionary(prompt => prompt.Id, StringComparer.Ordinal);
        var done = 0;
        void Say() => run.Meter.Say($"{configuration} {workload.Name}: {done} of {waiting.Count} answers scored", configuration);
        Say();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(waiting, parallel, async (record, token) =>
        {
            var scored = await ScoreAsync(run.Options, workload.Workload, prompts[record.PromptId], record, token).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            await run.Results.AddAsync(scored).ConfigureAwait(false);
            Interlocked.Increment(ref done);
            Say();
        }).ConfigureAwait(false);
    }

    /// <summary>Also an answer that an earlier session could not score, for want of a sandbox or of leave to run programs.</summary>
    private bool IsWaiting(RequestRecord record) => record.ScoreNote == Waiting
        || (workload.Workload.ScoresAfterLoad && run.Options.Programs is not null && record is { Correct: null, Error: null, Turn: 0, Output: not null } && record.Session < run.Results.Session);
}
