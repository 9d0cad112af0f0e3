namespace SpeculativeDecoding;

/// <summary>A fact of the catalog with its certainty. What is unknown is a null fact, never a guess.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Certainty">How sure it is.</param>
/// <param name="Source">Where it was read, or how it was computed; null where not recorded.</param>
public sealed record Fact<T>(T Value, Certainty Certainty, string? Source = null)
{
    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? "";
}
