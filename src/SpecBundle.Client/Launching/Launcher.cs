using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SpeculativeDecoding;

/// <summary>One launch: from a pair to a server that has answered, or to an error that says why not.</summary>
internal sealed class Launcher
{
    private readonly ModelPair _pair;
    private readonly LaunchOptions _options;
    private readonly IProgress<LaunchProgress>? _progress;
    private readonly ILogger _logger;
    private readonly long _started;
    private readonly AppCalls _calls = new();
    private readonly bool _picksPort;

    public Launcher(ModelPair pair, LaunchOptions? options, IProgress<LaunchProgress>? progress)
    {
        (_pair, _options, _progress) = (pair, options?.Clone() ?? new LaunchOptions(), progress);
        _options.CheckLaunch();
        _picksPort = _options.Port is null;
        _logger = new QueuedLogger(new AppLogger(_options.LoggerFactory?.CreateLogger(LaunchLog.LauncherCategory) ?? NullLogger.Instance), _calls);
        _started = _options.TimeProvider.GetTimestamp();
    }

    private TimeSpan Elapsed => _options.TimeProvider.GetElapsedTime(_started);

    public async Task<SpecServer> LaunchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PrepareAndStartAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever awaits the launch has heard of all its steps, unless it is its own progress that blocks.
            await _calls.FlushAsync().ConfigureAwait(false);
        }
    }

    private async Task<SpecServer> PrepareAndStartAsync(CancellationToken cancellationToken)
    {
        PortPicker.RequireOwn(_options.Host);
        Report(LaunchPhase.Starting, "Looking at this machine");
        var machine = await MachineDiscovery.ForLaunchAsync(_options.Engine ?? _pair.DefaultEngine, _options, cancellationToken).ConfigureAwait(false);
        if (_options.Port is { } wanted && !PortPicker.IsFree(_options.Host, wanted))
        {
            throw new PortTakenException(wanted);
        }

        if (machine.GpuProblem is { } problem)
        {
            Note(LaunchPhase.Starting, $"Which GPUs are free is not known, and none is held for this server: {problem}");
        }

        machine = await FetchAsync(machine, cancellationToken).ConfigureAwait(false);
        _options.Port ??= PortPicker.Pick(_options.Host);

        // A key among the free arguments is the server's, as in a plan.
        _options.ApiKey ??= _options.UseApiKey && !Names(ServerSetting.ApiKey) ? SecretFile.NewKey() : null;
        var hasSecrets = _options.ApiKey is not null || ServerSetting.Secrets.Any(Names);
        return await StartOnGpusAsync(machine with { SecretFile = hasSecrets ? SecretFile.NewPath() : null }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plans on the GPUs that are free, and starts a server that holds them; where another was faster, once more on the others.</summary>
    private async Task<SpecServer> StartOnGpusAsync(LaunchMachine machine, CancellationToken cancellationToken)
    {
        var starts = new GpuStarts(_pair, _options, message => Report(LaunchPhase.WaitingForGpu, message));
        var (plan, start) = await starts.BeginAsync(machine, Begin, cancellationToken).ConfigureAwait(false);
        return await FinishAsync(plan, start, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A plan without the commits first: what can't be planned should not be downloaded.</summary>
    private async Task<LaunchMachine> FetchAsync(LaunchMachine machine, CancellationToken cancellationToken)
    {
        if (!ModelPull.IsNeeded(_pair, _options))
        {
            return ModelPull.WithCached(machine, _pair, _options);
        }

        try
        {
            await new GpuPlanning(_pair, _options).PlanAsync(machine, cancellationToken).ConfigureAwait(false);
        }
        catch (GpuUnavailableException) when (_options.WaitForGpu != TimeSpan.Zero)
        {
            // A GPU may be free by the time that the models are here.
        }

        Report(LaunchPhase.Downloading, "Asking the Hub");
        return await new ModelPull(_pair, _options, progress => Report(LaunchPhase.Downloading, progress.ToString()), note => Note(LaunchPhase.Downloading, note)).RunAsync(machine, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A model that comes from the cache because the Hub refused may not be the newest: that is not to be overlooked.</summary>
    private void Note(LaunchPhase phase, string note)
    {
        LaunchLog.Note(_logger, _pair.Id, note);
        Report(phase, note);
    }

    private StartedServer Begin(LaunchPlan plan)
    {
        LaunchLog.Starting(_logger, _pair.Id, plan.Engine, plan.Port!.Value);
        var engine = plan.Engine == LaunchEngine.Sglang ? $"SGLang {plan.SglangVersion}".TrimEnd() : "the embedded server";
        if (plan.GpuChoice is { } choice)
        {
            LaunchLog.Gpus(_logger, _pair.Id, choice.Reason);
            engine += $" on {GpuChoice.Names(choice.Gpus)}";
        }

        Report(LaunchPhase.Starting, "Starting " + engine);

        // The client first: whatever it refuses, no process has been started for.
        var fate = new ServerFate();
        var client = new SpecClient(AddressOf(plan), ClientOptions(plan), fate, knowsDeath: true);
        try
        {
            return new StartedServer(client, StartProcess(plan), fate);
        }
        catch
        {
            client.Connection.Dispose();
            throw;
        }
    }

    private async Task<SpecServer> FinishAsync(LaunchPlan plan, StartedServer start, CancellationToken cancellationToken)
    {
        var (client, watch, fate) = start;
        ServerDeath? death = null;
        try
        {
            await WaitUntilReadyAsync(watch, client, cancellationToken).ConfigureAwait(false);
            var processId = await watch.Process.ProcessId.ConfigureAwait(false);

            // From here on an end is a death; before, it is a start that failed, or one that was cancelled.
            death = new ServerDeath(watch, _pair.Id, fate, new VitalSigns(watch, client, WorkerProcesses.Of(processId), _options.TimeProvider), _logger);
            var server = new SpecServer(client, new LaunchedServer(watch, death, plan, _options, processId));
            Report(LaunchPhase.Ready, $"Ready at {client.Address}");
            LaunchLog.Ready(_logger, _pair.Id, client.Address, Elapsed);
            return server;
        }
        catch (Exception exception)
        {
            death?.Expect();
            client.Connection.Dispose();
            await watch.Process.StopAsync(exception is OperationCanceledException ? _options.StopGrace : TimeSpan.Zero).ConfigureAwait(false);
            await watch.DisposeAsync().ConfigureAwait(false);
            throw exception is StartEndedException ended ? Failure(ended, watch, plan) : exception;
        }
    }

    private bool Names(ServerSetting setting) => _options.ExtraArguments.Any(argument => argument.Split('=')[0] == setting.Flag);

    private static SecretFile? SecretFileOf(LaunchPlan plan)
    {
        var secrets = plan.FileSecrets.Prepend((Setting: ServerSetting.ApiKey, Value: plan.ApiKey!)).Where(secret => secret.Value is not null);
        return plan.SecretFile is { } path ? SecretFile.For(path, [.. secrets.Select(secret => (secret.Setting.Flag.TrimStart('-'), secret.Value))]) : null;
    }

    private ServerWatch StartProcess(LaunchPlan plan)
    {
        var environment = plan.EnvironmentValues();
        var command = new ServerCommand(plan.Program, plan.CommandLine(), environment, SecretFileOf(plan))
        {
            WatchdogPython = plan.Engine == LaunchEngine.Sglang ? plan.Program : null,
            Leases = GpuLeases.RequestsOf(plan, _options.GpuShare, _options.TimeProvider),
        };
        var mask = LaunchSecrets.Mask(plan, environment);
        if (command.SecretFile?.FindFolderProblem() is { } problem)
        {
            throw new ServerStartException($"{_pair.Id} was not started: {problem}.", LaunchPhase.Starting, null, plan.ToShell(), null, [], SecretFile.FolderRemedy);
        }

        try
        {
            return ServerWatch.Start(command, _options, mask, step => Report(step.At(Elapsed)));
        }
        catch (Win32Exception exception)
        {
            throw new ServerStartException($"{plan.Program} can't be started: {exception.Message}.", LaunchPhase.Starting, null, plan.ToShell(), null, []);
        }
    }

    /// <summary>Readiness races the end of the process, a line that announces it, the crash of one that it waits for, the limits of a start and cancellation.</summary>
    private async Task WaitUntilReadyAsync(ServerWatch watch, SpecClient client, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readiness = new Readiness(watch, client, new LocalListeners(), _picksPort, _options.TimeProvider);
        var ready = readiness.WaitAsync(race.Token);
        var end = watch.EndAsync();
        var limit = watch.LimitAsync(race.Token);
        var crash = new WorkerCrash(watch.Process.ProcessId, _options.TimeProvider).WaitAsync(race.Token);
        var first = await Task.WhenAny(ready, end, limit, crash).ConfigureAwait(false);
        await race.CancelAsync().ConfigureAwait(false);
        if (first == ready && ready.Exception?.InnerException is not GenerateException)
        {
            await ready.ConfigureAwait(false);
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (first == end && watch.IsPortRefused)
        {
            await readiness.RequireNoStrangerAsync(cancellationToken).ConfigureAwait(false);
        }

        throw first == limit ? new StartEndedException(watch.Phase, (await limit.ConfigureAwait(false)).What, limit.Result.Hint)
            : first == crash ? new StartEndedException(watch.Phase, await crash.ConfigureAwait(false))
            : new StartEndedException(watch.Phase, first == ready ? ready.Exception!.InnerException!.Message : null);
    }

    private ServerStartException Failure(StartEndedException ended, ServerWatch watch, LaunchPlan plan)
    {
        var (exitCode, cause, fatalLine) = watch.Diagnose();

        // After a stop of ours the exit code is ours too.
        exitCode = ended.Reason is null && fatalLine is null ? exitCode : null;
        var what = ended.Reason ?? cause?.Summary ?? fatalLine ?? $"it ended with exit code {exitCode}";

        // It had started, and said so; what is missing is the proof.
        var stage = ended.Phase == LaunchPhase.Ready ? "did not get through its first generation" : $"did not start ({ended.Phase})";
        var message = $"{_pair.Id} {stage}: {what.TrimEnd('.')}.";
        LaunchLog.StartFailed(_logger, _pair.Id, message);
        return new ServerStartException(message, ended.Phase, exitCode, plan.ToShell(), cause, watch.LogTail, string.Join(' ', new[] { cause?.Remedy, ended.Hint }.OfType<string>()) is { Length: > 0 } hint ? hint : null);
    }

    private SpecClientOptions ClientOptions(LaunchPlan plan)
    {
        var client = _options.Client.Clone();
        client.ApiKey = plan.ApiKey;
        client.LoggerFactory ??= _options.LoggerFactory;
        client.VocabularySize ??= _pair.Target.VocabularySize?.Value;
        if (client.TimeProvider == TimeProvider.System)
        {
            client.TimeProvider = _options.TimeProvider;
        }

        return client;
    }

    private static Uri AddressOf(LaunchPlan plan)
    {
        // A server that is bound to every address is reached by the loopback one.
        var host = plan.Host is "0.0.0.0" ? "127.0.0.1" : plan.Host is "::" ? "[::1]" : plan.Host.Contains(':') ? $"[{plan.Host}]" : plan.Host;
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{plan.Port}/"));
    }

    private void Report(LaunchPhase phase, string message) => Report(new LaunchProgress { Phase = phase, Message = message, Elapsed = Elapsed });

    /// <summary>A progress of the app's that throws or blocks must not end the reading of the server's log.</summary>
    private void Report(LaunchProgress progress) => _calls.Post(() => _progress?.Report(progress));

    /// <summary>A start that is over; it becomes a <see cref="ServerStartException"/> once the process is gone and its log read.</summary>
    private sealed class StartEndedException(LaunchPhase phase, string? reason, string? hint = null) : Exception
    {
        public LaunchPhase Phase { get; } = phase;

        public string? Reason { get; } = reason;

        public string? Hint { get; } = hint;
    }
}
