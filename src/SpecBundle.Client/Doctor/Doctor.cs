namespace SpeculativeDecoding;

/// <summary>Judges a machine.</summary>
internal static class Doctor
{
    /// <summary>Whether SGLang would serve: for every pair but one of the embedded server.</summary>
    public static bool NeedsSglang(ModelPair? pair, PlanOptions? options) =>
        pair is null || (options?.Engine ?? pair.DefaultEngine) == LaunchEngine.Sglang;

    /// <summary>The checks of the machine, and of the pair where one is given.</summary>
    public static DoctorReport Examine(DoctorFacts facts, ModelPair? pair, PlanOptions? options)
    {
        var needsSglang = NeedsSglang(pair, options);
        var checks = MachineChecks.Of(facts, needsSglang, needsEmbedded: !needsSglang);
        return new DoctorReport { Checks = [.. checks, .. pair is null ? [] : PairChecks.Of(pair, options, facts, isEmbedded: !needsSglang)] };
    }
}
