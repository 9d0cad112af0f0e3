namespace SpeculativeDecoding.Benchmarks;

/// <summary>Asks the prompts of a workload on one server, at the load that was asked for.</summary>
internal sealed class WorkloadRun(BenchmarkOptions options, BenchmarkConfiguration configuration, PlannedWorkload workload, ResultFolder results, RunClock clock, ProgressMeter meter)
{
    private readonly Dictionary<(string, int), List<RequestRecord>> _earlier = results.Records
        .Where(record => record.Error is null && record.Configuration == configuration.ToString() && record.Workload == workload.Name)
        .GroupBy(record => (record.PromptId, record.Sample)).ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>What no session has finished yet, in order.</summary>
    public IReadOnlyList<(BenchmarkPrompt Prompt, int Sample)> Pending =>
    [
        .. Enumerable.Range(0, options.Samples).SelectMany(sample => workload.Prompts.Select(prompt => (Prompt: prompt, Sample: sample)))
            .Where(item => EarlierOf(item.Prompt, item.Sample).Select(record => record.Turn).Distinct().Count() < PlannedWorkload.TurnsOf(item.Prompt)),
    ];

    public async Task RunAsync(SpecServer server, PromptFormat format, ContextLimit context, CancellationToken cancellationToken)
    {
        var pending = Pending;
        var arrivals = options.Arrivals?.Times([.. pending.Select(item => item.Prompt)], options.Seed);
        var start = clock.Seconds;
        var scored = new List<Task>();
        async Task AskAsync((BenchmarkPrompt Prompt, int Sample) item, double due, CancellationToken token)
        {
            if (server.Death.IsCompleted)
            {
                return;
            }

            var conversation = new ConversationRun(server.Client, format, context, clock, configuration.ToString(), results.Session, workload.Workload, item.Prompt, item.Sample);
            await conversation.RunAsync(due, EarlierOf(item.Prompt, item.Sample), (prompt, record) => EndAsync(prompt, record, scored, token), token).ConfigureAwait(false);
        }

        if (arrivals is null)
        {
            var closed = new ParallelOptions { MaxDegreeOfParallelism = configuration.Batch, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(pending, closed, async (item, token) => await AskAsync(item, clock.Seconds, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        else
        {
            var asked = new List<Task>();
            for (var i = 0; i < pending.Count && !server.Death.IsCompleted; i++)
            {
                await clock.UntilAsync(start + arrivals[i], cancellationToken).ConfigureAwait(false);
                asked.Add(AskAsync(pending[i], start + arrivals[i], cancellationToken));
            }

            await Task.WhenAll(asked).ConfigureAwait(false);
        }

        Task[] scoring;
        lock (scored)
        {
            scoring = [.. scored];
        }

        await Task.WhenAll(scoring).ConfigureAwait(false);
    }

    /// <summary>Scores beside the load, not within it: the next request does not wait for a program to end.</summary>
    private Task EndAsync(BenchmarkPrompt prompt, RequestRecord record, List<Task> scored, CancellationToken cancellationToken)
    {
        var task = ScoreAsync(prompt, record, cancellationToken);
        if (task.IsCompletedSuccessfully)
        {
            return task;
        }

        lock (scored)
        {
            scored.Add(task);
        }

        return Task.CompletedTask;
    }

    private async Task ScoreAsync(BenchmarkPrompt prompt, RequestRecord record, CancellationToken cancellationToken)
    {
        // Only the first turn is scored, as in the suite.
        if (record is { Error: null, Turn: 0, Output: { } output })
        {
            try
            {
                var score = await workload.Workload.ScoreAsync(output, prompt, options.Programs, cancellationToken).ConfigureAwait(false);
                record = record with { Answer = score.Answer, Correct = score.Correct, ScoreNote = score.Note };
            }
            catch (SandboxException exception)
            {
                record = record with { ScoreNote = exception.Message };
            }
        }

        await results.AddAsync(record).ConfigureAwait(false);
        meter.Add(record);
    }

    private List<RequestRecord> EarlierOf(BenchmarkPrompt prompt, int sample) => _earlier.GetValueOrDefault((prompt.Id, sample)) ?? [];
}
