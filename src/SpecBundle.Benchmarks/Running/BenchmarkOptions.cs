namespace SpeculativeDecoding.Benchmarks;

/// <summary>What is benchmarked, and how. Everything but pair, configurations and workloads has a default.</summary>
public sealed class BenchmarkOptions
{
    /// <summary>The pair. May be null with <see cref="Attach"/>: the server tells its target.</summary>
    public ModelPair? Pair { get; set; }

    /// <summary>A server is started for each, in this order; the one without draft at the same batch is what speedups are told against.</summary>
    /// <value>The default value is <c>1,0,0,0</c> and <c>1,3,1,4</c>.</value>
    public IReadOnlyList<BenchmarkConfiguration> Configurations { get; set; } = ["1,0,0,0", "1,3,1,4"];

    /// <summary>What is asked.</summary>
    /// <value>The default value is empty, which is refused.</value>
    public IReadOnlyList<BenchmarkWorkload> Workloads { get; set; } = [];

    /// <summary>Where the suite's data sets are read from.</summary>
    /// <value>The default value is null: the Hub, with its cache. Workloads that bring their own prompts need none.</value>
    public IRowSource? Data { get; set; }

    /// <summary>How servers are launched; speculation and the requests at once come from the configuration.</summary>
    /// <value>The default value is as for <see cref="SpecBundle.LaunchAsync"/>.</value>
    public LaunchOptions Launch { get; set; } = new();

    /// <summary>A server that runs already, used instead of launching; there is one configuration then, which names what it was started with.</summary>
    /// <value>The default value is null.</value>
    public Uri? Attach { get; set; }

    /// <summary>How that server is reached.</summary>
    /// <value>The default value has no key.</value>
    public AttachOptions AttachOptions { get; set; } = new();

    /// <summary>The folder of the results; an interrupted run with the same settings goes on there.</summary>
    /// <value>The default value is null: nothing is written.</value>
    public string? Folder { get; set; }

    /// <summary>When requests are due.</summary>
    /// <value>The default value is null: as many at once as the configuration's batch, the next when one ends.</value>
    public Arrivals? Arrivals { get; set; }

    /// <summary>How often each prompt is asked.</summary>
    /// <value>The default value is 1.</value>
    public int Samples { get; set; } = 1;

    /// <summary>The seed of the prompts' order and of the arrivals.</summary>
    /// <value>The default value is 1.</value>
    public int Seed { get; set; } = 1;

    /// <summary>Requests that warm a server up, with prompts of their own that are never measured; at least as many as the batch, unless it is 0.</summary>
    /// <value>The default value is 4.</value>
    public int WarmUpRequests { get; set; } = 4;

    /// <summary>Runs the programs that models write, for workloads that are scored so; see <see cref="ProgramSandbox"/>.</summary>
    /// <value>The default value is null: such answers stay unscored, and say so.</value>
    public IProgramRunner? Programs { get; set; }

    /// <summary>How the report is computed.</summary>
    public ReportOptions Report { get; set; } = new();

    /// <summary>The clock that times go by.</summary>
    /// <value>The default value is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
