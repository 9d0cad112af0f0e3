namespace SpeculativeDecoding;

/// <summary>Where target and draft are, and what their folders say.</summary>
internal static class CheckpointStep
{
    public static void Take(PlanInProgress plan)
    {
        var target = plan.Target;
        plan.TargetPath = Locate(plan, target.Repository, target.IsBundled, "target");
        if (ModelName.IsFolder(target.Repository))
        {
            plan.Target = LocalCheckpoint.Complete(target, plan.TargetPath);
        }

        if (plan.Draft is { } draft)
        {
            plan.DraftPath = Locate(plan, draft.Repository, draft.IsBundled, "draft");
            if (ModelName.IsFolder(draft.Repository))
            {
                plan.Draft = LocalCheckpoint.Complete(draft, plan.DraftPath);
            }
        }
    }

    private static string Locate(PlanInProgress plan, string repository, bool isBundled, string role)
    {
        if (isBundled)
        {
            return ProgramStep.InEmbeddedFolder(plan, repository);
        }

        if (!ModelName.IsFolder(repository))
        {
            if (!plan.IsSglang)
            {
                plan.Report.Problem($"The embedded server reads checkpoints from folders, and the {role} {repository} is a name on the Hub.", "Download it and give its folder, or use the engine SGLang.");
            }

            return repository;
        }

        var folder = Path.GetFullPath(repository.StartsWith('~')
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + repository[1..]
            : repository);
        if (!File.Exists(Path.Combine(folder, "config.json")))
        {
            plan.Report.Problem(
                Directory.Exists(folder) ? $"The folder of the {role}, {folder}, has no config.json." : $"The folder of the {role}, {folder}, does not exist.",
                "Give a folder with a checkpoint in the Hugging Face layout, or a name on the Hub.");
        }

        return folder;
    }
}
