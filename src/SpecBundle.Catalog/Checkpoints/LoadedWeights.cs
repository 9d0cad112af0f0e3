namespace SpeculativeDecoding;

/// <summary>What the free arguments say of how weights are loaded: a server that makes them up needs none, and one that is told another configuration has other shapes.</summary>
internal static class LoadedWeights
{
    private static readonly string[] FromFiles = ["auto", "safetensors"];

    public static bool OfTarget(PlanInProgress plan) => IsFromFiles(plan.User.Find(ServerSetting.LoadFormat)?.Text);

    /// <summary>SGLang loads the draft as the target, unless it is told otherwise.</summary>
    public static bool OfDraft(PlanInProgress plan) =>
        IsFromFiles(plan.User.Find(ServerSetting.DraftLoadFormat)?.Text ?? plan.User.Find(ServerSetting.LoadFormat)?.Text);

    /// <summary>Whether the configuration counts as it stands.</summary>
    public static bool FitConfiguration(PlanInProgress plan) => plan.User.Find(ServerSetting.ModelOverrides) is null;

    private static bool IsFromFiles(string? format) => format is null || FromFiles.Contains(format);
}
