namespace SpeculativeDecoding.Benchmarks;

/// <summary>A workload with the prompts that are asked, in the order they are asked in.</summary>
internal sealed record PlannedWorkload(WorkloadSelection Selection, IReadOnlyList<BenchmarkPrompt> Prompts)
{
    public Workload Workload => Selection.Workload;

    public string Name => Workload.Name;

    public int Requests => Prompts.Sum(TurnsOf);

    public static int TurnsOf(BenchmarkPrompt prompt) => prompt.Raw is null ? prompt.Turns.Count : 1;

    /// <summary>Greedy, with the limit that is wanted: the context may leave room for less.</summary>
    public SamplingParameters SamplingOf(BenchmarkPrompt prompt) => new()
    {
        Temperature = 0,
        MaxNewTokens = LimitOf(prompt),
        StopStrings = Workload.StopStrings.Count > 0 ? Workload.StopStrings : null,
    };

    public int LimitOf(BenchmarkPrompt prompt) => prompt.MaxNewTokens ?? Workload.MaxNewTokens;
}
