using Microsoft.Extensions.Logging;

namespace SpeculativeDecoding;

/// <summary>How a pair is launched. Everything has a default.</summary>
public sealed class LaunchOptions : PlanOptions
{
    /// <summary>Options that all have their default.</summary>
    public LaunchOptions()
    {
    }

    /// <summary>The options of a launch that goes by the options of a plan; a copy where they are those of a launch already.</summary>
    internal LaunchOptions(PlanOptions other)
        : base(other)
    {
        if (other is LaunchOptions launch)
        {
            Python = launch.Python;
            EmbeddedFolder = launch.EmbeddedFolder;
            UseApiKey = launch.UseApiKey;
            PullModels = launch.PullModels;
            WaitForGpu = launch.WaitForGpu;
            SilenceTimeout = launch.SilenceTimeout;
            PhaseTimeout = launch.PhaseTimeout;
            StartTimeout = launch.StartTimeout;
            StopGrace = launch.StopGrace;
            LogTailLines = launch.LogTailLines;
            Client = launch.Client?.Clone()!; // null is refused by CheckLaunch, in words
            LoggerFactory = launch.LoggerFactory;
            TimeProvider = launch.TimeProvider;
        }
    }

    /// <summary>The Python interpreter that has SGLang.</summary>
    /// <value>The default value is null: <c>SPECBUNDLE_PYTHON</c>, an active virtual environment, conda, PATH, in this order.</value>
    public string? Python { get; set; }

    /// <summary>The folder of the embedded server.</summary>
    /// <value>The default value is null: <c>SPECBUNDLE_EMBEDDED</c>, else <c>specbundle-embedded</c> beside the app, where the package SpecBundle.Embedded lays it.</value>
    public string? EmbeddedFolder { get; set; }

    /// <summary>Whether the server asks for a key: <see cref="PlanOptions.ApiKey"/>, or a new random one where that is null. Without a key everybody who reaches the port can use the server.</summary>
    /// <value>The default value is true.</value>
    public bool UseApiKey { get; set; } = true;

    /// <summary>Pull what the Hub's cache lacks before the server starts, with progress and checks, and start the server on exactly these commits, offline.</summary>
    /// <value>The default value is true. When false, or when <see cref="PlanOptions.ExtraArguments"/> names a revision or a folder for downloads, SGLang downloads by itself.</value>
    public bool PullModels { get; set; } = true;

    /// <summary>How long a launch waits, and says so, while the GPUs that would do are taken: by other servers of this library, or by the memory that other programs use. A GPU is taken by the first who finds it free, not in turn.</summary>
    /// <value>The default value is zero: it fails at once with a <see cref="GpuUnavailableException"/> that says who holds them. <see cref="Timeout.InfiniteTimeSpan"/> waits for as long as it takes.</value>
    public TimeSpan WaitForGpu { get; set; }

    /// <summary>How long a starting server may show no sign of life. A first start compiles kernels and takes twice as long as the next, so silence is timed, not the whole start. Neither a line of the access log is a sign of life nor a message that came before with another time or number.</summary>
    /// <value>The default value is ten minutes. <see cref="Timeout.InfiniteTimeSpan"/> sets no limit.</value>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a starting server may log without getting any further: to the next <see cref="LaunchPhase"/>, or, where it counts (loads, downloads, kernels), to the next count.</summary>
    /// <value>The default value is 15 minutes. <see cref="Timeout.InfiniteTimeSpan"/> sets no limit.</value>
    public TimeSpan PhaseTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a start may take in all, from the start of the process until it is ready. What is pulled before has limits of its own.</summary>
    /// <value>The default value is <see cref="Timeout.InfiniteTimeSpan"/>: no limit.</value>
    public TimeSpan StartTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a server may take to end after SIGTERM, before everything it started gets SIGKILL. SGLang finishes its running requests first.</summary>
    /// <value>The default value is ten seconds. Zero kills at once; <see cref="Timeout.InfiniteTimeSpan"/> waits for as long as it takes.</value>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Lines of the server's log that are kept and put into errors.</summary>
    /// <value>The default value is 200.</value>
    public int LogTailLines { get; set; } = 200;

    /// <summary>The client's limits and HTTP connections. Its key is the server's (<see cref="PlanOptions.ApiKey"/>); its logs, its clock and the size of the vocabulary are this launch's where it names none.</summary>
    /// <value>The default value has the defaults of <see cref="SpecClientOptions"/>.</value>
    public SpecClientOptions Client { get; set; } = new();

    /// <summary>Where the launcher and the client log, the server's own lines among them (category <c>SpecBundle.Server</c>).</summary>
    /// <value>The default value is null: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock that time-outs go by.</summary>
    /// <value>The default value is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <inheritdoc/>
    public override LaunchOptions Clone() => new(this);

    /// <exception cref="InvalidValueException">A value can't be meant.</exception>
    internal void CheckLaunch()
    {
        PlanOptionsCheck.Require(this);
        const string Options = nameof(LaunchOptions);
        TimeLimit.Check($"{Options}.{nameof(SilenceTimeout)}", SilenceTimeout);
        TimeLimit.Check($"{Options}.{nameof(PhaseTimeout)}", PhaseTimeout);
        TimeLimit.Check($"{Options}.{nameof(StartTimeout)}", StartTimeout);
        TimeLimit.Check($"{Options}.{nameof(WaitForGpu)}", WaitForGpu, allowZero: true);
        TimeLimit.Check($"{Options}.{nameof(StopGrace)}", StopGrace, allowZero: true);
        if (!UseApiKey && ApiKey is not null)
        {
            throw new InvalidValueException($"{Options}.{nameof(UseApiKey)}", "False, though a key is given", "a server either has a key or none", $"Leave {nameof(ApiKey)} null, or {nameof(UseApiKey)} true.");
        }

        if (LogTailLines < 0)
        {
            throw new InvalidValueException($"{Options}.{nameof(LogTailLines)}", LogTailLines, "a number of lines is not negative");
        }

        if (TimeProvider is null)
        {
            throw new InvalidValueException($"{Options}.{nameof(TimeProvider)}", null, "a launch needs a clock");
        }

        if (Client?.ApiKey is not null)
        {
            throw new InvalidValueException($"{Options}.{nameof(Client)}.{nameof(Client.ApiKey)}", "a key", "the client carries the server's key", $"Set {Options}.{nameof(ApiKey)} instead.");
        }

        (Client ?? throw new InvalidValueException($"{Options}.{nameof(Client)}", null, "a launch has client options")).Check();
    }
}
