namespace SpeculativeDecoding.Benchmarks;

/// <summary>What is benchmarked, and how. Everything but pair, configurations and workloads has a default.</summary>
public sealed class BenchmarkOptions
{
    // More would not fit into memory as a list of requests, or into the weeks of a run.
    private const int MostSamples = 10_000;
    private const int MostWarmUpRequests = 100_000;

    /// <summary>The pair. May be null with <see cref="Attach"/>: the server tells its target. Beside a server that serves another it is refused.</summary>
    public ModelPair? Pair { get; set; }

    /// <summary>A server is started for each, in this order; the one without draft at the same batch is what speedups are told against.</summary>
    /// <value>The default value is <c>1,0,0,0</c> and <c>1,3,1,4</c>.</value>
    public IReadOnlyList<BenchmarkConfiguration> Configurations { get; set; } = ["1,0,0,0", "1,3,1,4"];

    /// <summary>What is asked.</summary>
    /// <value>The default value is empty, which is refused.</value>
    public IReadOnlyList<WorkloadSelection> Workloads { get; set; } = [];

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

    /// <summary>Refuses what can't be meant, before anything is read or started.</summary>
    /// <exception cref="InvalidValueException">A property has such a value.</exception>
    internal void Check()
    {
        Require(Samples is >= 1 and <= MostSamples, nameof(Samples), Samples, FormattableString.Invariant($"each prompt is asked once or more often, and {MostSamples:N0} times at most"));
        Require(WarmUpRequests is >= 0 and <= MostWarmUpRequests, nameof(WarmUpRequests), WarmUpRequests, FormattableString.Invariant($"it is 0 or more, and {MostWarmUpRequests:N0} at most"));
        Require(Workloads.Count > 0, nameof(Workloads), "empty", "name at least one workload");
        Require(Configurations.Count > 0, nameof(Configurations), "empty", "name at least one configuration");
        for (var index = 0; index < Configurations.Count; index++)
        {
            Require(Configurations[index].IsSound, $"{nameof(Configurations)}[{index}]", Configurations[index], BenchmarkConfiguration.Shape);
        }

        RequireOnce(nameof(Configurations), Configurations.Select(configuration => configuration.ToString()), "it is there twice; to ask each prompt more often, set BenchmarkOptions.Samples");
        RequireOnce(nameof(Workloads), Workloads.Select(workload => workload.Workload.Name), "two workloads have this name, by which results are told apart; name it once, with all its subsets, or rename a file");
        Require(Attach is null || Configurations.Count == 1, nameof(Configurations), string.Join(' ', Configurations), "a server that runs already has one configuration; name the one that it was started with, such as 1,3,1,4");
        Require(Attach is not null || Pair is not null, nameof(Pair), null, "name a pair to launch, or the address of a server that runs (Attach)");
    }

    private static void RequireOnce(string property, IEnumerable<string> names, string rule)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            Require(false, property, twice.Key, rule);
        }
    }

    private static void Require(bool isKept, string property, object? value, string rule)
    {
        if (!isKept)
        {
            throw new InvalidValueException($"{nameof(BenchmarkOptions)}.{property}", value, rule);
        }
    }
}
