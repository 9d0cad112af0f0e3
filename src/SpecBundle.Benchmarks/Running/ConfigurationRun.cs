namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs the workloads of one configuration on a server of its own, or on the one that runs already.</summary>
internal sealed class ConfigurationRun(RunContext run, BenchmarkConfiguration configuration, IReadOnlyList<CellRun> workloads)
{
    private const int WarmUpWords = 40;
    private const int WarmUpTokens = 32;
    private readonly string _name = configuration.ToString();

    /// <param name="prepareAsync">Gives the prompts in the target's tokens, when the server has told what that is.</param>
    /// <param name="cancellationToken">Stops, and the server with it.</param>
    public async Task RunAsync(Func<ServerInfo?, Task<PromptPreparation>> prepareAsync, CancellationToken cancellationToken)
    {
        void Say(string what) => run.Meter.Say($"{_name}: {what}", _name);
        var before = run.Options.Attach is null ? await run.Weights.BeforeAsync(configuration, Say, cancellationToken).ConfigureAwait(false) : null;
        var server = await StartAsync(cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            run.Results.DescribeServer(_name, ServerDescription.Of(server, await run.Weights.AfterAsync(server, before, Say, cancellationToken).ConfigureAwait(false)));
            var preparation = await prepareAsync(server.Client.Info).ConfigureAwait(false);
            run.Context.Tokens = server.Limits.ContextLength;
            run.Meter.Say($"{_name}: warming up", _name);
            await WarmUpAsync(server, preparation, cancellationToken).ConfigureAwait(false);
            foreach (var workload in workloads)
            {
                await RunAsync(server, workload, preparation, cancellationToken).ConfigureAwait(false);
            }

            run.Meter.Say(run.Options.Attach is null ? $"{_name}: stopping the server" : $"{_name}: done", _name);
        }
    }

    private async Task RunAsync(SpecServer server, CellRun workload, PromptPreparation preparation, CancellationToken cancellationToken)
    {
        var name = workload.Workload.Name;
        run.Meter.Say($"{_name} {name}: preparing the prompts", _name);
        preparation.Of(workload.Workload, cancellationToken);
        await FlushAsync(server, cancellationToken).ConfigureAwait(false);
        var count = new TokenCount(server.Client, run.Options.TimeProvider);
        await count.BeginAsync(cancellationToken).ConfigureAwait(false);
        run.Meter.Say($"{_name} {name}{Length(workload)}", _name, name);
        var before = ProcessorTime.Read(server.ProcessId);
        await workload.RunAsync(server, preparation, cancellationToken).ConfigureAwait(false);
        if (before is { } begin && ProcessorTime.Read(server.ProcessId)?.OthersSince(begin) is { } others)
        {
            run.Results.Add(new MachineLoad { Configuration = _name, Workload = name, OtherShare = others });
        }

        server.ThrowIfGone();

        // Of a workload that is asked in two sessions the server's counts would be those of two servers.
        var own = run.Results.Records.Where(record => (record.Configuration, record.Workload) == (_name, name)).Sum(record => (long)(record.CompletionTokens ?? 0));
        if (workload.IsFresh && await count.EndAsync(own, cancellationToken).ConfigureAwait(false) is { } tokens)
        {
            run.Results.Add(new ServerTokenCount { Configuration = _name, Workload = name, CompletionTokens = tokens });
        }
    }

    /// <summary>Of an open loop, how long it will take at the least.</summary>
    private static string Length(CellRun workload) => workload.Pending[^1].Due is > 1 and var seconds ? $", whose requests come over {TimeSpan.FromSeconds(Math.Ceiling(seconds)):g}" : "";

    private async Task<SpecServer> StartAsync(CancellationToken cancellationToken)
    {
        if (run.Options.Attach is { } address)
        {
            var attached = await SpecBundle.AttachAsync(address, run.Options.AttachOptions, cancellationToken).ConfigureAwait(false);
            try
            {
                ServerDescription.RequireSpeculation(configuration, attached.Client.Info);
                if (run.Options.Pair is { } pair && NamedPairCheck.Check(pair, attached.Client.Info, configuration.UsesDraft) is { } doubt)
                {
                    run.Results.AddNote(doubt);
                }

                return attached;
            }
            catch
            {
                await attached.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        run.Meter.Say($"{_name}: starting the server", _name);
        var progress = new Relay<LaunchProgress>(step => run.Meter.Say($"{_name}: {step.Message}", _name));
        return await SpecBundle.LaunchAsync(run.Options.Pair!, configuration.LaunchOf(run.Options.Launch), progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prompts of its own, since a measured one must not lie in the prefix cache; all the way that measured ones go, so that none of these is the first to go it; and as many at once as will run.</summary>
    private async Task WarmUpAsync(SpecServer server, PromptPreparation preparation, CancellationToken cancellationToken)
    {
        if (run.Options.WarmUpRequests == 0)
        {
            return;
        }

        var prompts = SyntheticPrompts.Create("warm-up", Math.Max(run.Options.WarmUpRequests, configuration.BatchSize), WarmUpWords, seed: 7_919)
            .Select(prompt => preparation.Format.HasTemplate ? prompt : prompt with { Raw = prompt.Turns[0], Turns = [] });
        var workload = new PlannedWorkload(new PromptWorkload($"warm-up at {configuration.BatchSize}", prompts) { MaxNewTokens = WarmUpTokens }, [.. prompts]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = configuration.BatchSize, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(preparation.Of(workload, cancellationToken).Values, parallel, async (prepared, token) =>
            await new PromptRun(server.Client, preparation.Format, run, _name, workload, prepared, sample: 0).RunAsync(run.Clock.Seconds, [], (_, _) => Task.CompletedTask, token).ConfigureAwait(false)).ConfigureAwait(false);
        server.ThrowIfGone();
    }

    private async Task FlushAsync(SpecServer server, CancellationToken cancellationToken)
    {
        try
        {
            await server.Client.FlushCacheAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestRejectedException exception)
        {
            run.Results.AddNote($"The prefix cache was not emptied between workloads: {exception.Message}");
        }
    }
}
