namespace SpeculativeDecoding;

/// <summary>Pins the commits that were fetched: what was checked is what is served, and the server need not ask the Hub.</summary>
internal static class CommitStep
{
    private const string TargetFlag = "--revision";
    private const string DraftFlag = "--speculative-draft-model-revision";

    internal static void Add(PlanInProgress plan)
    {
        if (!plan.IsSglang)
            return;
        plan.TargetCommit = Pin(plan, plan.Target.Repository, TargetFlag);
        plan.DraftCommit = plan.Draft is { } draft ? Pin(plan, draft.Repository, DraftFlag) : null;
        if (IsSettled(plan.Target.Repository, plan.TargetCommit) && (plan.Draft is null || IsSettled(plan.Draft.Repository, plan.DraftCommit)) && (plan.TargetCommit ?? plan.DraftCommit) is not null)
            plan.Environment.Add(new("HF_HUB_OFFLINE", "1", "Everything is in the cache, at these commits.", ArgumentSource.Launcher));
    }

    private static string? Pin(PlanInProgress plan, string repository, string flag)
    {
        if (!plan.Machine.Checkpoints.TryGetValue(repository, out var commit) || !plan.Flags.Has(flag))
            return null;
        plan.Add(flag, commit, "The commit that is in the cache.", ArgumentSource.Launcher);
        return commit;
    }

    /// <summary>Whether a server needs nobody to find it: a folder, or a pinned commit.</summary>
    private static bool IsSettled(string repository, string? commit) => commit is not null || ModelName.IsFolder(repository);
}
