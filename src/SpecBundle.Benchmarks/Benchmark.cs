namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs benchmarks inside an app: does this draft help on this traffic, by how much, and how sure is that?</summary>
public static class Benchmark
{
    /// <summary>
    /// Starts a server for each configuration, asks every prompt, and computes the report. Every finished request is on the
    /// disk at once where there is a <see cref="BenchmarkOptions.Folder"/>; the same call goes on with an interrupted run.
    /// </summary>
    /// <param name="options">What, and how.</param>
    /// <param name="progress">Told of each request that ends.</param>
    /// <param name="cancellationToken">Stops; what had ended is kept.</param>
    /// <returns>The report and the requests. A configuration that failed is among the failures.</returns>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant; nothing was read or started.</exception>
    /// <exception cref="BenchmarkException">It can't be run as asked: a folder with other settings, images where the engine or the target takes none, no chat template.</exception>
    /// <exception cref="DatasetException">The prompts of a workload can not be obtained.</exception>
    /// <exception cref="SpecBundleException">The server to attach to does not answer, or its target's tokenizer can't be pulled; of servers that are launched both are among the failures.</exception>
    public static async Task<BenchmarkRun> RunAsync(BenchmarkOptions options, IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var plan = await RunPlan.CreateAsync(options, cancellationToken).ConfigureAwait(false);
        await ImageCheck.CheckAsync(options, plan, cancellationToken).ConfigureAwait(false);
        var results = await RunStore.OpenAsync(options.Folder, plan, cancellationToken).ConfigureAwait(false);
        await using (results.ConfigureAwait(false))
        {
            return await new Runner(options, plan, results, progress).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Plans the servers that <see cref="RunAsync"/> would launch, and starts none: a mistyped argument would else fail each
    /// configuration in turn, and leave a folder that the mended call does not go on in.
    /// </summary>
    /// <param name="options">What, and how.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>A plan for each configuration, in their order; empty for a server that runs already.</returns>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant.</exception>
    /// <exception cref="LaunchPlanException">A server can't be started so.</exception>
    public static async Task<IReadOnlyList<LaunchPlan>> PlanAsync(BenchmarkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var plans = new List<LaunchPlan>();
        foreach (var configuration in options.Attach is null ? options.Configurations : [])
        {
            plans.Add(await SpecBundle.PlanAsync(options.Pair!, configuration.LaunchOf(options.Launch), cancellationToken).ConfigureAwait(false));
        }

        return plans;
    }
}
