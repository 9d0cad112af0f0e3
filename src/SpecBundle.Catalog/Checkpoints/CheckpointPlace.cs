namespace SpeculativeDecoding;

/// <summary>Where a checkpoint lies, for what is said of it.</summary>
/// <param name="Role"><c>target</c> or <c>draft</c>.</param>
/// <param name="Name">Its folder, or its repository on the Hub.</param>
/// <param name="Origin">Whose files they are.</param>
internal sealed record CheckpointPlace(string Role, string Name, CheckpointOrigin Origin)
{
    /// <summary>What to do about a file that is damaged or missing.</summary>
    public string Renewal => Origin switch
    {
        CheckpointOrigin.Folder => "Compare the sizes of the folder's files with those where they came from, and copy what differs again.",
        CheckpointOrigin.Cache => $"Remove it from the cache and pull it again: HubClient.RemoveCachedModels([\"{Name}\"]), then SpecBundle.PullAsync.",
        _ => "The repository itself is damaged: name another revision, or another repository.",
    };

    /// <summary>What to do about files that contradict each other.</summary>
    public string Correction => Origin switch
    {
        CheckpointOrigin.Folder => "Configuration and weights are of different models: copy both again from the same place.",
        _ => "Configuration and weights are of different models: name another revision, or another repository.",
    };

    public CheckpointProblem Problem(CheckpointProblemKind kind, string message, string? file = null, string? remedy = null) =>
        new() { Kind = kind, Checkpoint = Name, File = file, Message = message, Remedy = remedy ?? Renewal };

    public override string ToString() => $"the {Role} {Name}";
}
