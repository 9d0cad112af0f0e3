using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs every configuration, one server after another.</summary>
internal sealed class Runner
{
    private readonly BenchmarkOptions _options;
    private readonly RunPlan _plan;
    private readonly ResultFolder _results;
    private readonly RunClock _clock;
    private readonly ProgressMeter _meter;
    private readonly List<ConfigurationFailure> _failures = [];
    private readonly List<string> _notes = [];
    private readonly ContextLimit _context;
    private PromptFormat? _format;

    public Runner(BenchmarkOptions options, RunPlan plan, ResultFolder results, IProgress<BenchmarkProgress>? progress)
    {
        (_options, _plan, _results, _clock) = (options, plan, results, new RunClock(options.TimeProvider));
        _context = ContextLimit.Of(options.Configurations);
        var total = plan.Workloads.Sum(workload => workload.Requests) * options.Samples * options.Configurations.Count;
        _meter = new ProgressMeter(progress, _clock, total, results.Records.Count(record => record.Error is null));
    }

    public async Task<BenchmarkRun> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var configuration in _options.Configurations)
        {
            var runs = _plan.Workloads.Select(workload => (Workload: workload, Run: new WorkloadRun(_options, configuration, workload, _results, _clock, _meter)))
                .Where(item => item.Run.Pending.Count > 0).ToList();
            if (runs.Count > 0)
            {
                await RunAsync(configuration, runs, cancellationToken).ConfigureAwait(false);
            }
        }

        if (_context.Cut > 0)
        {
            _notes.Add($"{_context.Cut} requests were allowed fewer new tokens than their workload's limit, to fit the context of {_context.Tokens} tokens.");
        }

        _meter.Say("Computing the report", null);
        var records = _results.Records;
        var run = new BenchmarkRun(BenchmarkReport.From(records, ReportOptions()), records, _failures, _notes);
        if (_results.Path is { } folder)
        {
            ReportFiles.Write(folder, run, _options.Pair, _plan, _results.Description);
        }

        return run;
    }

    /// <summary>What was published of the pair is held against what is measured, unless the caller has figures of their own.</summary>
    private ReportOptions ReportOptions() => _options.Report.Published.Count > 0 || _options.Pair is null
        ? _options.Report
        : _options.Report with { Published = _options.Pair.PublishedResults.Rows };

    private async Task RunAsync(BenchmarkConfiguration configuration, List<(PlannedWorkload Workload, WorkloadRun Run)> runs, CancellationToken cancellationToken)
    {
        try
        {
            var server = await StartAsync(configuration, cancellationToken).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                var pair = _options.Pair ?? new ModelPair(server.Client.Info?.ModelPath ?? throw new BenchmarkException("The server does not tell its target.", "Name the pair."), null);
                _format ??= await FormatAsync(pair, cancellationToken).ConfigureAwait(false);
                _context.Tokens = server.Limits?.ContextLength ?? server.Client.Info?.ContextLength ?? server.Client.Info?.MaximumPromptTokens;
                _meter.Say($"{configuration}: warming up", configuration.ToString());
                await WarmUpAsync(server, configuration, cancellationToken).ConfigureAwait(false);
                foreach (var (workload, run) in runs)
                {
                    await FlushAsync(server, cancellationToken).ConfigureAwait(false);
                    _meter.Say($"{configuration} {workload.Name}", configuration.ToString(), workload.Name);
                    await run.RunAsync(server, _format, _context, cancellationToken).ConfigureAwait(false);
                    if (server.Death.IsCompleted)
                    {
                        throw await server.Death.ConfigureAwait(false);
                    }
                }

                _meter.Say($"{configuration}: stopping the server", configuration.ToString());
            }
        }
        catch (SpecBundleException exception) when (exception is not BenchmarkException && _options.Attach is null)
        {
            // One that does not start, or dies, is no reason to leave the others out.
            _failures.Add(new ConfigurationFailure(configuration.ToString(), exception));
            _meter.Say($"{configuration} failed: {exception.Message}", configuration.ToString());
        }
    }

    private async Task<SpecServer> StartAsync(BenchmarkConfiguration configuration, CancellationToken cancellationToken)
    {
        if (_options.Attach is { } address)
        {
            var attached = await SpecBundle.AttachAsync(address, _options.AttachOptions, cancellationToken).ConfigureAwait(false);
            Describe(configuration, attached);
            return attached;
        }

        var launch = LaunchOptions.From(_options.Launch);
        (launch.Speculation, launch.WithoutDraft, launch.MaxRunningRequests) = (configuration.Speculation, configuration.IsWithoutDraft, configuration.Batch);
        _meter.Say($"{configuration}: starting the server", configuration.ToString());
        var server = await SpecBundle.LaunchAsync(_options.Pair!, launch, new Relay<LaunchProgress>(progress => _meter.Say($"{configuration}: {progress.Message}", configuration.ToString())), cancellationToken).ConfigureAwait(false);
        Describe(configuration, server);
        return server;
    }

    private void Describe(BenchmarkConfiguration configuration, SpecServer server) => _results.DescribeServer(configuration.ToString(), new JsonObject
    {
        ["version"] = server.Version ?? server.Client.Info?.Version,
        ["target_commit"] = server.Plan?.TargetCommit,
        ["draft_commit"] = server.Plan?.DraftCommit,
        ["arguments"] = server.Plan is { } plan ? RunPlan.List(plan.Arguments.Select(argument => argument.Value)) : null,
        ["client"] = typeof(SpecClient).Assembly.GetName().Version?.ToString(),
    });

    private async Task<PromptFormat> FormatAsync(ModelPair pair, CancellationToken cancellationToken)
    {
        var format = await PromptFormat.LoadAsync(pair, _plan, _options.Launch, cancellationToken).ConfigureAwait(false);
        if (format.Note is { } note)
        {
            _notes.Add(note);
        }

        return format;
    }

    /// <summary>Prompts of its own: a measured prompt must not lie in the prefix cache.</summary>
    private async Task WarmUpAsync(SpecServer server, BenchmarkConfiguration configuration, CancellationToken cancellationToken)
    {
        if (_options.WarmUpRequests == 0)
        {
            return;
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = configuration.Batch, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(SyntheticPrompts.Create("warm-up", _options.WarmUpRequests, promptWords: 40, seed: 7_919), parallel, async (prompt, token) =>
        {
            var request = new GenerateRequest { Prompt = prompt.Turns[0], Sampling = new SamplingParameters { Temperature = 0, MaxNewTokens = 32 } };
            await server.Client.GenerateAsync(request, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task FlushAsync(SpecServer server, CancellationToken cancellationToken)
    {
        try
        {
            await server.Client.FlushCacheAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestRejectedException exception)
        {
            const string said = "The prefix cache was not emptied between workloads: ";
            if (!_notes.Exists(note => note.StartsWith(said, StringComparison.Ordinal)))
            {
                _notes.Add(said + exception.Message);
            }
        }
    }
}
