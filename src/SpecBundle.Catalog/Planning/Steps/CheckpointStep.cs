namespace SpeculativeDecoding;

/// <summary>Where target and draft are, and what their folders say.</summary>
internal static class CheckpointStep
{
    public static void Take(PlanInProgress plan)
    {
        var target = plan.Target;
        plan.TargetPath = Locate(plan, target.Repository, target.IsBundled, "target");
        if (FolderOf(plan, target.Repository, plan.TargetPath) is { } targetFolder)
        {
            plan.TargetContents = Read(plan, "target", target.Repository, targetFolder);
            plan.Target = LocalCheckpoint.Complete(target, plan.TargetContents, targetFolder);
        }

        if (plan.Draft is { } draft)
        {
            plan.DraftPath = Locate(plan, draft.Repository, draft.IsBundled, "draft");
            if (FolderOf(plan, draft.Repository, plan.DraftPath) is { } draftFolder)
            {
                plan.DraftContents = Read(plan, "draft", draft.Repository, draftFolder);
                plan.Draft = LocalCheckpoint.Complete(draft, plan.DraftContents, draftFolder);
            }
        }
    }

    /// <summary>A folder of its own, or the one of the Hub's cache; null where the model is not on this machine.</summary>
    private static string? FolderOf(PlanInProgress plan, string repository, string path)
    {
        var folder = ModelName.IsFolder(repository) ? path : plan.Machine.CheckpointFolders.GetValueOrDefault(repository);
        return folder is not null && LinkedFile.Exists(Path.Combine(folder, CheckpointConfiguration.FileName)) ? folder : null;
    }

    private static CheckpointContents Read(PlanInProgress plan, string role, string repository, string folder)
    {
        var isFolder = ModelName.IsFolder(repository);
        var place = new CheckpointPlace(role, isFolder ? folder : repository, isFolder ? CheckpointOrigin.Folder : CheckpointOrigin.Cache);

        var contents = plan.Checkpoints.Read(place, folder);

        // What the cache does not hold whole is pulled, or the server does so: of that the configuration tells, the weights nothing.
        return isFolder || contents.IsComplete ? contents : contents with { Index = null, IndexObjection = null, Weights = [], OtherWeights = [], Pointers = [], IsPartial = true };
    }

    private static string Locate(PlanInProgress plan, string repository, bool isBundled, string role)
    {
        if (isBundled)
        {
            return ProgramStep.InEmbeddedFolder(plan, repository);
        }

        if (!ModelName.IsFolder(repository))
        {
            var doubt = ModelName.DoubtOf(repository);
            if (doubt is not null)
            {
                plan.Report.Note(doubt);
            }

            if (!plan.IsSglang)
            {
                plan.Report.Problem($"The embedded server reads checkpoints from folders, and the {role} {repository} is a name on the Hub.{(doubt is null ? "" : " " + doubt)}", "Download it and give its folder, or use SGLang (PlanOptions.Engine).");
            }

            return repository;
        }

        var folder = ModelName.FolderOf(repository);
        if (!File.Exists(Path.Combine(folder, CheckpointConfiguration.FileName)))
        {
            plan.Report.Problem(
                Directory.Exists(folder) ? $"The folder of the {role}, {folder}, has no config.json." : $"The folder of the {role}, {folder}, does not exist.",
                "Give a folder with a checkpoint in the Hugging Face layout, or a name on the Hub.");
        }

        return folder;
    }
}
