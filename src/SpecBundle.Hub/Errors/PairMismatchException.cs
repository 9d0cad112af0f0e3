namespace SpeculativeDecoding;

/// <summary>The draft was not made for the target: by their configurations a server would refuse them, or the draft would guess wrong. Nothing was downloaded but the configurations.</summary>
/// <param name="target">The target's repository.</param>
/// <param name="draft">The draft's repository.</param>
/// <param name="mismatches">What does not fit, one sentence each.</param>
public sealed class PairMismatchException(string target, string draft, IReadOnlyList<string> mismatches)
    : SpecBundleException($"{draft} does not fit {target}: {string.Join("; ", mismatches)}.", "Take a draft that was trained for this very target (Catalog.All lists pairs).")
{
    /// <summary>The target's repository.</summary>
    public string Target { get; } = target;

    /// <summary>The draft's repository.</summary>
    public string Draft { get; } = draft;

    /// <summary>What does not fit, one sentence each.</summary>
    public IReadOnlyList<string> Mismatches { get; } = mismatches;
}
