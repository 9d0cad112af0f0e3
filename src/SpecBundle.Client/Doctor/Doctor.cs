namespace SpeculativeDecoding;

/// <summary>Examines a machine.</summary>
internal static class Doctor
{
    /// <summary>Reads the facts of a machine that discovery described, and judges them.</summary>
    public static async Task<DoctorReport> ExamineAsync(Machine machine, ModelPair? pair, PlanOptions? options, CancellationToken cancellationToken) =>
        Examine(await DoctorFacts.ReadAsync(machine, cancellationToken).ConfigureAwait(false), pair, options);

    /// <summary>The checks of the machine, and of the pair where one is given.</summary>
    public static DoctorReport Examine(DoctorFacts facts, ModelPair? pair, PlanOptions? options)
    {
        var isEmbedded = pair is not null && (options?.Engine ?? pair.DefaultEngine) == LaunchEngine.Embedded;
        IEnumerable<DoctorCheck> checks = MachineChecks.Of(facts, needsSglang: !isEmbedded, needsEmbedded: isEmbedded);
        return new DoctorReport([.. checks, .. pair is null ? [] : PairChecks.Of(pair, options, facts, isEmbedded)]);
    }
}
