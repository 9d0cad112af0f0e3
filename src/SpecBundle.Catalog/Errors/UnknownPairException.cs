namespace SpeculativeDecoding;

/// <summary>The catalog has no pair of that name.</summary>
public sealed class UnknownPairException : SpecBundleException
{
    internal UnknownPairException(string name, IReadOnlyList<string> nearest)
        : base($"The catalog has no pair '{name}'. The nearest: {string.Join(", ", nearest)}.", "Catalog.All lists every pair; new ModelPair(target, draft) makes one of your own.")
    {
        Name = name;
        Nearest = nearest;
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>The ids nearest to it, the best first.</summary>
    public IReadOnlyList<string> Nearest { get; }
}
