namespace SpeculativeDecoding.Cli;

/// <summary>A fact of the catalog without its type: what both views of a pair list.</summary>
/// <param name="Name">As JSON spells it, for example <c>context_length</c>.</param>
/// <param name="Value">A string, a number, a truth value or a list of strings; null where unknown.</param>
/// <param name="Certainty">How sure it is; null where unknown.</param>
/// <param name="Source">Where it was read; null where not recorded.</param>
internal sealed record FactRow(string Name, object? Value, Certainty? Certainty, string? Source)
{
    public static FactRow Of<T>(string name, Fact<T>? fact)
        where T : notnull =>
        fact is null ? new(name, null, null, null) : new(name, fact.Value is Enum value ? value.ToString() : fact.Value, fact.Certainty, fact.Source);
}
