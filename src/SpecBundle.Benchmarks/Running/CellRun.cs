namespace SpeculativeDecoding.Benchmarks;

/// <summary>Asks the prompts of a workload on one server, at the load that was asked for.</summary>
internal sealed class CellRun
{
    private readonly RunContext _run;
    private readonly BenchmarkConfiguration _configuration;
    private readonly Dictionary<(string, int), List<RequestRecord>> _earlier;

    public CellRun(RunContext run, BenchmarkConfiguration configuration, PlannedWorkload workload)
    {
        (_run, _configuration, Workload) = (run, configuration, workload);
        var records = run.Results.Records.Where(record => record.Configuration == configuration.ToString() && record.Workload == workload.Name).ToList();
        IsFresh = records.Count == 0;
        _earlier = records.Where(record => record.Error is null).GroupBy(record => (record.PromptId, record.Sample)).ToDictionary(group => group.Key, group => group.ToList());
        Pending = Schedule();
    }

    public PlannedWorkload Workload { get; }

    /// <summary>Whether no session has asked any of it yet.</summary>
    public bool IsFresh { get; }

    /// <summary>What no session has finished yet, in order.</summary>
    public IReadOnlyList<ScheduledPrompt> Pending { get; }

    public async Task RunAsync(SpecServer server, PromptPreparation preparation, CancellationToken cancellationToken)
    {
        var prompts = preparation.Of(Workload, cancellationToken);
        async Task AskAsync(ScheduledPrompt item, double due, CancellationToken token)
        {
            if (!server.Exited.IsCompleted)
            {
                var asked = new PromptRun(server.Client, preparation.Format, _run, _configuration.ToString(), Workload, prompts[item.Prompt.Id], item.Sample);
                await asked.RunAsync(due, EarlierOf(item.Prompt, item.Sample), (prompt, record) => EndAsync(prompt, record, token), token).ConfigureAwait(false);
                await server.LookAfterAsync(asked.Error, token).ConfigureAwait(false);
            }
        }

        if (_run.Options.Arrivals is not null)
        {
            await OpenLoopAsync(AskAsync, server.Exited, cancellationToken).ConfigureAwait(false);
            return;
        }

        var closed = new ParallelOptions { MaxDegreeOfParallelism = _configuration.BatchSize, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Pending, closed, async (item, token) => await AskAsync(item, _run.Clock.Seconds, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Whatever stops the loop, no request is left running behind it; the first failure ends it.</summary>
    private async Task OpenLoopAsync(Func<ScheduledPrompt, double, CancellationToken, Task> askAsync, Task exited, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        async Task AskOrStopAsync(ScheduledPrompt item, double due)
        {
            try
            {
                await askAsync(item, due, stop.Token).ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var start = _run.Clock.Seconds;
        var asked = new List<Task>();
        foreach (var item in Pending)
        {
            // Nobody waits for the rest of a schedule when there is no server to keep it.
            await Task.WhenAny(_run.Clock.UntilAsync(start + item.Due, waiting.Token), exited).ConfigureAwait(false);
            if (stop.IsCancellationRequested || exited.IsCompleted)
            {
                break;
            }

            asked.Add(AskOrStopAsync(item, start + item.Due));
        }

        await waiting.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(asked).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>On the disk at once, whatever becomes of its score. One that takes a program follows when no request is in flight any more: see <see cref="ProgramScoring"/>.</summary>
    private async Task EndAsync(BenchmarkPrompt prompt, RequestRecord record, CancellationToken cancellationToken)
    {
        // Only the first turn is scored, as in the suite.
        if (record is { Error: null, Turn: 0, Output: not null })
        {
            record = Workload.Workload.ScoresAfterLoad
                ? record with { ScoreNote = ProgramScoring.Waiting }
                : await ProgramScoring.ScoreAsync(_run.Options, Workload.Workload, prompt, record, cancellationToken).ConfigureAwait(false);
        }

        await _run.Results.AddAsync(record).ConfigureAwait(false);
        _run.Meter.Add(record);
    }

    /// <summary>A request keeps its place in the whole: one that goes on after an interruption is due as long after the one before as it would have been.</summary>
    private List<ScheduledPrompt> Schedule()
    {
        var options = _run.Options;
        var times = options.Arrivals?.Times(Workload.Prompts, options.Samples, options.Seed);
        var pending = Enumerable.Range(0, options.Samples).SelectMany(_ => Workload.Prompts, (sample, prompt) => (Sample: sample, Prompt: prompt))
            .Select((item, index) => new ScheduledPrompt(item.Prompt, item.Sample, times?[index] ?? 0))
            .Where(item => EarlierOf(item.Prompt, item.Sample).Select(record => record.Turn).Distinct().Count() < PlannedWorkload.TurnsOf(item.Prompt)).ToList();
        var first = pending.Count > 0 ? pending[0].Due : 0;
        return [.. pending.Select(item => item with { Due = item.Due - first })];
    }

    private List<RequestRecord> EarlierOf(BenchmarkPrompt prompt, int sample) => _earlier.GetValueOrDefault((prompt.Id, sample)) ?? [];
}

/// <summary>A conversation that is to be asked.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Sample">Its repetition, from 0.</param>
/// <param name="Due">In an open loop, seconds from the first one's begin.</param>
internal sealed record ScheduledPrompt(BenchmarkPrompt Prompt, int Sample, double Due);
