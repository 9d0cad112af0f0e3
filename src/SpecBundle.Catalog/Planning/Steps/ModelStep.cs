namespace SpeculativeDecoding;

/// <summary>Target and draft: where they are, what their folders say, and that nothing contradicts them.</summary>
internal static class ModelStep
{
    internal static void Resolve(PlanInProgress plan)
    {
        var target = plan.Target;
        plan.TargetPath = Locate(plan, target.Repository, target.IsBundled, "target");
        if (ModelName.IsFolder(target.Repository))
            plan.Target = LocalCheckpoint.Complete(target, plan.TargetPath);
        if (plan.Draft is { } draft)
        {
            plan.DraftPath = Locate(plan, draft.Repository, draft.IsBundled, "draft");
            if (ModelName.IsFolder(draft.Repository))
                plan.Draft = LocalCheckpoint.Complete(draft, plan.DraftPath);
        }
    }

    internal static void Add(PlanInProgress plan)
    {
        if (plan.User.Take("--model-path") is { } other && other.Text != plan.TargetPath && other.Text != plan.Target.Repository)
            plan.Report.Problem($"The free argument {other.Flag} contradicts the pair's target {plan.Target.Repository}.", "Make a pair of your own: new ModelPair(target, draft), or --target and --draft.");
        plan.Add("--model-path", plan.TargetPath, "The target of the pair.", ArgumentSource.Documented, "--model", isDocumented: true);
        if (plan.IsSglang && plan.Target.Gated is { Value: true })
            plan.Report.Note($"{plan.Target.Repository} is gated: accept its licence at https://huggingface.co/{plan.Target.Repository} and set HF_TOKEN.");
    }

    private static string Locate(PlanInProgress plan, string repository, bool isBundled, string role)
    {
        if (isBundled)
            return ProgramStep.InEmbeddedFolder(plan, repository);
        if (!ModelName.IsFolder(repository))
        {
            if (!plan.IsSglang)
                plan.Report.Problem($"The embedded server reads checkpoints from folders, and the {role} {repository} is a name on the Hub.", "Download it and give its folder, or use the engine SGLang.");
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
