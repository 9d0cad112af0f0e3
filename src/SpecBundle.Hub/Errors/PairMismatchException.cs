namespace SpeculativeDecoding;

/// <summary>The draft was not made for the target: by their configurations a server would refuse them, or the draft would guess wrong.</summary>
public sealed class PairMismatchException : SpecBundleException
{
    internal PairMismatchException(string target, string draft, IReadOnlyList<string> reasons)
        : base($"{draft} does not fit {target}: {string.Join("; ", reasons)}.", "Take a draft that was trained for this very target (specbundle catalog lists pairs).") =>
        Reasons = reasons;

    /// <summary>What does not fit, one sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; }
}
