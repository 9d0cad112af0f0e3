namespace SpeculativeDecoding;

/// <summary>Pins the commits that were fetched: what was checked is what is served, and the server need not ask the Hub.</summary>
internal static class CommitStep
{
    public static void Take(PlanInProgress plan)
    {
        if (!plan.IsSglang)
        {
            return;
        }

        foreach (var repository in plan.Machine.UnreachableCheckpoints.Where(name => name == plan.Target.Repository || name == plan.Draft?.Repository))
        {
            plan.Report.Note($"HF_HUB_OFFLINE is set, and the cache lacks {repository}, or a part of it: a launch would be refused. Pull it where there is a network, or unset HF_HUB_OFFLINE.");
        }

        plan.TargetCommit = Pin(plan, plan.Target.Repository, ServerSetting.TargetRevision);
        plan.DraftCommit = plan.Draft is { } draft ? Pin(plan, draft.Repository, ServerSetting.DraftRevision) : null;
        if (IsSettled(plan.Target.Repository, plan.TargetCommit) && (plan.Draft is null || IsSettled(plan.Draft.Repository, plan.DraftCommit)) && (plan.TargetCommit ?? plan.DraftCommit) is not null)
        {
            plan.Set("HF_HUB_OFFLINE", "1", "Everything is in the cache, at these commits.", ArgumentSource.Launcher);
        }
    }

    private static string? Pin(PlanInProgress plan, string repository, ServerSetting setting)
    {
        if (!plan.Machine.Checkpoints.TryGetValue(repository, out var commit))
        {
            return null;
        }

        if (!plan.Gate.Has(setting))
        {
            plan.Report.Note($"{plan.Gate.Server} has no {setting.Flag}, so {repository} is not pinned to the commit in the cache.");
            return null;
        }

        plan.Add(setting, commit, "The commit that is in the cache.", ArgumentSource.Launcher);
        return commit;
    }

    /// <summary>Whether a server needs nobody to find it: a folder, or a pinned commit.</summary>
    private static bool IsSettled(string repository, string? commit) => commit is not null || ModelName.IsFolder(repository);
}
