namespace SpeculativeDecoding;

/// <summary>The GPUs that would do for a plan are taken at this moment: other servers of this library hold them, or other programs use their memory. Later it may go.</summary>
public sealed class GpuUnavailableException : LaunchPlanException
{
    internal GpuUnavailableException(string pair, PlanProblem problem, IReadOnlyList<Gpu> gpus)
        : base(pair, [problem]) => (Pair, Gpus) = (pair, gpus);

    /// <summary>The GPUs that were looked at, each with its free memory and who holds it.</summary>
    public IReadOnlyList<Gpu> Gpus { get; }

    private string Pair { get; }

    /// <summary>The same after a wait that was in vain.</summary>
    internal GpuUnavailableException After(TimeSpan waited) => new(
        Pair,
        Problems[0] with { Message = FormattableString.Invariant($"After {waited.TotalSeconds:0.#} s of waiting, {char.ToLowerInvariant(Problems[0].Message[0])}{Problems[0].Message[1..]}") },
        Gpus);
}
