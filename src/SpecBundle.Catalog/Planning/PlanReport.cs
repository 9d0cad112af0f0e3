namespace SpeculativeDecoding;

/// <summary>What is said while a plan is made: problems stop it, notes come with it.</summary>
internal sealed class PlanReport
{
    private readonly List<PlanProblem> _problems = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<PlanProblem> Problems => _problems;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The GPUs that are only taken at this moment; null where that is not what is wrong.</summary>
    public IReadOnlyList<Gpu>? Unavailable { get; private set; }

    /// <summary>A problem that time may solve.</summary>
    public void Unavailability(GpuPool pool, string need)
    {
        Unavailable = pool.All;
        Problem(
            $"No GPU is free for it at this moment: it needs {need}; {GpuPool.Describe(pool.All)}{(pool.Frame is null ? "" : $" (within {pool.Frame})")}.",
            "Wait for one (LaunchOptions.WaitForGpu), stop what is on them, or name others (PlanOptions.Gpus).");
    }

    public void Problem(string message, string remedy) => _problems.Add(new() { Message = message, Remedy = remedy });

    public void Problem(CheckpointProblem problem) => _problems.Add(new() { Message = problem.Message, Remedy = problem.Remedy, Checkpoint = problem });

    public void Note(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
