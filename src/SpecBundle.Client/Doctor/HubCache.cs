namespace SpeculativeDecoding;

/// <summary>Where the Hub's client keeps models: <c>HF_HUB_CACHE</c>, else <c>HF_HOME/hub</c>, else <c>~/.cache/huggingface/hub</c>.</summary>
/// <param name="Folder">The folder of the models.</param>
/// <param name="Home">The folder above it, which holds the token.</param>
/// <param name="FreeBytes">What the disk has free, in bytes; null where unknown.</param>
internal sealed record HubCache(string Folder, string Home, long? FreeBytes)
{
    public static HubCache Find(Func<string, string?> variable)
    {
        var home = Text(variable("HF_HOME"))
            ?? Path.Combine(Text(variable("XDG_CACHE_HOME")) ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "huggingface");
        var folder = Text(variable("HF_HUB_CACHE")) ?? Path.Combine(home, "hub");
        return new HubCache(folder, home, Disk.Of(folder)?.AvailableFreeSpace);
    }

    /// <summary>Whether a token is there. It is not read.</summary>
    public bool HasToken(Func<string, string?> variable) =>
        Text(variable("HF_TOKEN")) is not null || File.Exists(Text(variable("HF_TOKEN_PATH")) ?? Path.Combine(Home, "token"));

    /// <summary>Whether the model was downloaded, wholly or in part.</summary>
    public bool Holds(string repository) =>
        Directory.Exists(Path.Combine(Folder, "models--" + repository.Replace("/", "--", StringComparison.Ordinal), "snapshots"));

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
