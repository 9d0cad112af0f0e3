namespace SpeculativeDecoding;

/// <summary>Checks of a pair on the machine.</summary>
internal static class PairChecks
{
    private const string OverrideVariable = "SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN";

    public static IEnumerable<DoctorCheck> Of(ModelPair pair, PlanOptions? options, DoctorFacts facts, bool isEmbedded)
    {
        LaunchPlan? plan = null;
        DoctorCheck? problem = null, weights = null;
        try
        {
            plan = LaunchPlan.Create(pair, options, facts.Machine);
        }
        catch (LaunchPlanException exception)
        {
            weights = FromFiles([.. exception.Problems.Select(found => found.Checkpoint).OfType<CheckpointProblem>()]);
            var others = exception.Problems.Where(found => found.Checkpoint is null).ToList();
            problem = others.Count > 0 ? DoctorCheck.Failed("Launch plan", string.Join(' ', others.Select(found => found.Message)), string.Join(' ', others.Select(found => found.Remedy).Distinct()))
                : DoctorCheck.Failed("Launch plan", "none can be made of these weights", "Mend the weights first.");
        }

        yield return problem ?? Plan(plan!);
        yield return weights ?? (isEmbedded ? DoctorCheck.Skipped("Weights") : FromHub(facts) ?? Weights(pair, facts.HubCache));
        if (plan is not null && plan.Environment.FirstOrDefault(variable => variable.Name == OverrideVariable) is { } variable)
        {
            yield return DoctorCheck.Warning("Context", $"the plan sets {variable.Name}={variable.Value}. {variable.Reason}", "Fewer drafts may be accepted in long contexts. PlanOptions.ContextLength bounds them.");
        }
    }

    private static DoctorCheck Plan(LaunchPlan plan)
    {
        var parts = new List<string> { $"{plan.Pair.Id} on {(plan.TensorParallelSize == 1 ? "1 device" : $"{plan.TensorParallelSize} GPUs")}" };
        if (plan.Sizing is { } sizing)
        {
            parts.Add(sizing.ToString());
            parts.AddRange(sizing.Unknown);
        }

        var detail = string.Join("; ", parts);
        return plan.Sizing is { Fits: false }
            ? DoctorCheck.Warning("Launch plan", detail, "By this sum it does not fit: more GPUs (PlanOptions.TensorParallelSize) or a shorter PlanOptions.ContextLength.")
            : DoctorCheck.Ok("Launch plan", detail);
    }

    /// <summary>What a look at files on this machine found; null where nothing is wrong with them.</summary>
    private static DoctorCheck? FromFiles(IReadOnlyList<CheckpointProblem> problems) => problems.Count == 0 ? null
        : DoctorCheck.Failed("Weights", string.Join(' ', problems.Select(problem => problem.Message)), string.Join(' ', problems.Select(problem => problem.Remedy).Distinct()));

    /// <summary>What the Hub said; null where it was not asked.</summary>
    private static DoctorCheck? FromHub(DoctorFacts facts)
    {
        if (facts.PullProblem is { } problem)
        {
            return problem is HubException { Reason: HubFailureReason.Unreachable or HubFailureReason.NotAHub or HubFailureReason.Offline or HubFailureReason.RateLimited }
                ? DoctorCheck.Warning("Weights", $"not on this machine. {problem.Message}", problem.Hint!)
                : DoctorCheck.Failed("Weights", problem.Message, problem.Hint!);
        }

        if (facts.Pull is not { } pull)
        {
            return null;
        }

        var detail = $"{ByteSize.Format(pull.MissingBytes)} of {ByteSize.Format(pull.TotalBytes)} to download" + (pull.FreeBytes is { } free ? $", {ByteSize.Format(free)} free" : string.Empty)
            + string.Concat(pull.Models.Where(model => model.RenamedTo is not null).Select(model => $"; {model.Repository} is now called {model.RenamedTo}"));
        return pull.Fits
            ? DoctorCheck.Ok("Weights", detail)
            : DoctorCheck.Failed("Weights", detail, "Free some of the disk, or set HF_HOME to a folder on a larger one.");
    }

    private static DoctorCheck Weights(ModelPair pair, HubCache cache)
    {
        var name = pair.Target.Repository;
        if (Directory.Exists(name) || cache.Holds(name))
        {
            return DoctorCheck.Ok("Weights", $"{name} is on this machine");
        }

        if (pair.Target.WeightBytes?.Value is not { } target)
        {
            return DoctorCheck.Warning("Weights", $"{name} will be downloaded; its size is unknown", "See that the disk has room.");
        }

        var needed = target + (pair.Draft?.WeightBytes?.Value ?? 0);
        var detail = $"{ByteSize.Format(needed)} to download" + (cache.FreeBytes is { } free ? $", {ByteSize.Format(free)} free" : string.Empty);
        return cache.FreeBytes < needed
            ? DoctorCheck.Failed("Weights", detail, "Free some of the disk, or set HF_HOME to a folder on a larger one.")
            : DoctorCheck.Ok("Weights", detail);
    }
}
