namespace SpeculativeDecoding;

/// <summary>A pair on this machine. Models that lie in folders of their own are null: there is nothing to pull.</summary>
public sealed record PulledPair
{
    /// <summary>The target; null where it lies in a folder of its own, or comes with the embedded server.</summary>
    public PulledModel? Target { get; init; }

    /// <summary>The draft; null where the pair has none or it was not wanted, and where it lies in a folder of its own or comes with the embedded server.</summary>
    public PulledModel? Draft { get; init; }

    /// <summary>What came over the network, in bytes, thrown away ones included; 0 where the cache had all of it.</summary>
    public long DownloadedBytes { get; init; }

    /// <summary>What to know, for example that a repository was renamed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>One line for people.</summary>
    /// <returns>The target and the draft, and how much was downloaded.</returns>
    public override string ToString() =>
        string.Join("; ", new[] { Target?.ToString(), Draft?.ToString(), $"{ByteSize.Format(DownloadedBytes)} downloaded" }.OfType<string>());
}
