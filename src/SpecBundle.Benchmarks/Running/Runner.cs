namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs every configuration, one server after another, and computes the report.</summary>
internal sealed class Runner
{
    private readonly BenchmarkOptions _options;
    private readonly RunPlan _plan;
    private readonly RunContext _run;
    private readonly List<ConfigurationFailure> _failures = [];
    private PromptPreparation? _preparation;

    public Runner(BenchmarkOptions options, RunPlan plan, RunStore results, IProgress<BenchmarkProgress>? progress)
    {
        (_options, _plan) = (options, plan);
        var clock = new RunClock(options.TimeProvider);
        var total = plan.Workloads.Sum(workload => workload.Requests) * options.Samples * options.Configurations.Count;
        var meter = new ProgressMeter(progress, clock, total, results.Records.Count(record => record.Error is null));
        _run = new RunContext(options, results, clock, meter, ContextLimit.Of(options.Configurations), new ServedWeights(options, results));
    }

    private RunStore Results => _run.Results;

    public async Task<BenchmarkRun> RunAsync(CancellationToken cancellationToken)
    {
        if (_options.Programs?.Interpreter is { } interpreter && _plan.Workloads.Any(workload => workload.Workload.ScoresAfterLoad))
        {
            Results.NoteInterpreter(interpreter);
        }

        foreach (var configuration in _options.Configurations)
        {
            await RunAsync(configuration, cancellationToken).ConfigureAwait(false);
        }

        // What failed for want of memory is tried once more: what was in its way may be gone.
        foreach (var configuration in _options.Configurations.Where(configuration => _failures.Exists(failure => failure.Configuration == configuration.ToString() && MemoryWant.Is(failure.Error))).ToList())
        {
            var first = _failures.Find(failure => failure.Configuration == configuration.ToString())!;
            _failures.Remove(first);
            Results.AddNote($"{configuration} was started a second time, at the end: {first.Error.Message}");
            _run.Meter.Say($"{configuration}: once more, since it failed for want of memory", configuration.ToString());
            await RunAsync(configuration, cancellationToken).ConfigureAwait(false);
        }

        _run.Meter.Say("Computing the report", null);
        var records = Results.Records;
        var run = new BenchmarkRun
        {
            Report = BenchmarkReport.From(records, ReportOptions()),
            Records = records,
            Served = ServedPair.Of(Results.Description),
            Failures = _failures,
            Notes = [.. Results.Notes, .. CutAnswers(records), .. UnscoredPrograms(), .. Repetitions()],
        };
        if (Results.Path is { } folder)
        {
            ReportFiles.Write(folder, run, _options.Pair, _plan, Results.Description);
        }

        return run;
    }

    private async Task RunAsync(BenchmarkConfiguration configuration, CancellationToken cancellationToken)
    {
        var workloads = _plan.Workloads.Select(workload => new CellRun(_run, configuration, workload)).Where(workload => workload.Pending.Count > 0).ToList();
        if (workloads.Count > 0)
        {
            await RunAsync(configuration, workloads, cancellationToken).ConfigureAwait(false);
        }
        else if (_options.Attach is null)
        {
            // Nothing is asked: what would be served must be what answered all the same, or the report would be taken for its.
            await _run.Weights.BeforeAsync(configuration, what => _run.Meter.Say($"{configuration}: {what}", configuration.ToString()), cancellationToken).ConfigureAwait(false);
        }

        foreach (var workload in _plan.Workloads)
        {
            await new ProgramScoring(_run, configuration.ToString(), workload).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(BenchmarkConfiguration configuration, List<CellRun> workloads, CancellationToken cancellationToken)
    {
        try
        {
            await new ConfigurationRun(_run, configuration, workloads).RunAsync(info => PrepareAsync(info, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (SpecBundleException exception) when (exception is not BenchmarkException && (_options.Attach is null || Results.Records.Any(record => record.Session == Results.Session)))
        {
            // One that does not start, or dies, is no reason to leave the others out, nor to tell nothing of what it had answered.
            var planned = workloads.Sum(workload => workload.Pending.Sum(item => PlannedWorkload.TurnsOf(item.Prompt)));
            var asked = Results.Records.Count(record => record.Session == Results.Session && record.Configuration == configuration.ToString());
            _failures.Add(new ConfigurationFailure { Configuration = configuration.ToString(), Error = exception, RequestsLeft = Math.Max(planned - asked, 0) });
            _run.Meter.Say($"{configuration} failed: {exception.Message}", configuration.ToString(), failure: exception.Message);
        }
    }

    private async Task<PromptPreparation> PrepareAsync(ServerInfo? info, CancellationToken cancellationToken)
    {
        if (_preparation is null)
        {
            var format = await FormatAsync(info, cancellationToken).ConfigureAwait(false);
            if (format.Note is { } note)
            {
                Results.AddNote(note);
            }

            if (format.FindTemplated(_plan) is { } twice)
            {
                Results.AddNote($"The prompt {twice.Id} begins as the chat template of the target does, and got the template once more. Prompts that bring it are to be sent as they stand (BenchmarkPrompt.Raw).");
            }

            _preparation = new PromptPreparation(format);
        }

        return _preparation;
    }

    /// <summary>By the pair that is named, else by what the server says that it serves, which may be a folder of its own machine.</summary>
    private Task<PromptFormat> FormatAsync(ServerInfo? info, CancellationToken cancellationToken)
    {
        if (_options.Pair is { } named)
        {
            return PromptFormat.LoadAsync(named, _plan, _options.Launch, cancellationToken);
        }

        return info?.ModelPath is { } target && (ModelName.IsOnHub(target) || Directory.Exists(target))
            ? PromptFormat.LoadAsync(new ModelPair(target, null), _plan, _options.Launch, cancellationToken)
            : Task.FromResult(PromptFormat.WithoutTarget(info?.ModelPath, _plan));
    }

    /// <summary>What was published of the pair is held against what is measured, unless the caller has figures of their own.</summary>
    private ReportOptions ReportOptions()
    {
        var options = RunCounts.AddTo(_options.Report, Results.Description);
        return options.Published.Count > 0 ? options : options with { Published = RunFolder.PublishedOf(Results.Description) };
    }

    private IEnumerable<string> CutAnswers(IReadOnlyList<RequestRecord> records)
    {
        var limits = _plan.Workloads.SelectMany(workload => workload.Prompts, (workload, prompt) => KeyValuePair.Create((workload.Name, prompt.Id), workload.LimitOf(prompt))).ToDictionary();
        var cut = records.Count(record => record.MaxNewTokens < limits.GetValueOrDefault((record.Workload, record.PromptId)));
        return cut > 0 ? [$"{cut} requests were allowed fewer new tokens than their workload's limit, to fit the context of {_run.Context.Tokens?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "the server's"} tokens; of a conversation every answer has the same share."] : [];
    }

    private IEnumerable<string> Repetitions() => _options.Samples > 1
        ? [$"Each prompt was asked {_options.Samples} times: scored and valid answers and the accuracy count every time, prompts (num_questions in results.json) count once."]
        : [];

    private IEnumerable<string> UnscoredPrograms() => _options.Programs is null
        ? _plan.Workloads.Where(workload => workload.Workload is CodeWorkload).Select(workload => $"The answers of {workload.Name} are programs, and are scored where these may run: BenchmarkOptions.Programs.")
        : [];
}
