namespace SpeculativeDecoding.PackageProofs;

/// <summary>A row of the README's table of packages.</summary>
internal sealed record PackageRow(string Id, IReadOnlyList<string> Dependencies);
