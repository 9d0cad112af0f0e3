using System.Globalization;
using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The fastest configuration for a workload at one batch, the run without draft among them, on the requests that finished in all.</summary>
public sealed record BestConfiguration
{
    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Requests at once.</summary>
    public int BatchSize { get; init; }

    /// <summary>The fastest.</summary>
    public required string Configuration { get; init; }

    /// <summary>The second.</summary>
    public required string RunnerUp { get; init; }

    /// <summary>The fastest's speed / the runner-up's, with an interval widened for the number of comparisons (Bonferroni).</summary>
    public ConfidenceInterval Lead { get; init; }

    /// <summary>Every configuration that the fastest cannot be told from; empty when it is the best for sure.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Indistinguishable { get; init; } = [];

    /// <summary>Prompts that finished in all.</summary>
    public int Prompts { get; init; }

    /// <summary>Whether the measurement tells the runner-up from the best.</summary>
    public bool IsRunnerUpDistinguishable => !Indistinguishable.Contains(RunnerUp);

    /// <summary>Whether other programs worked on the machine meanwhile, so that what the intervals do not cover takes their certainty away.</summary>
    /// <value>The default value is false.</value>
    [JsonIgnore]
    public bool WasMachineBusy { get; init; }

    /// <summary>One sentence about which configuration to take.</summary>
    /// <returns>For example <c>gsm8k at batch 1: 1,3,1,4 is the fastest, 1.80 times as fast as 1,0,0,0.</c></returns>
    public override string ToString()
    {
        var busy = WasMachineBusy ? " on a busy machine" : "";
        return Indistinguishable.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Workload} at batch {BatchSize}: {Configuration} {(WasMachineBusy ? "was" : "is")} the fastest{busy}, {Lead.Estimate:F2} times as fast as {RunnerUp}.")
            : string.Create(CultureInfo.InvariantCulture, $"{Workload} at batch {BatchSize}: {Configuration} was the fastest{busy}, but {string.Join(", ", Indistinguishable)} can't be told from it on {Prompts} prompts.");
    }
}
