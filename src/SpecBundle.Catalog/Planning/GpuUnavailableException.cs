namespace SpeculativeDecoding;

/// <summary>The GPUs that would do for a plan are taken at this moment: other servers of this library hold them, or other programs use their memory. Later it may go.</summary>
public sealed class GpuUnavailableException : LaunchPlanException
{
    internal GpuUnavailableException(string pair, PlanProblem problem, IReadOnlyList<Gpu> gpus)
        : base(pair, [problem]) => Gpus = gpus;

    /// <summary>The GPUs that were looked at, each with its free memory and who holds it.</summary>
    public IReadOnlyList<Gpu> Gpus { get; }
}
