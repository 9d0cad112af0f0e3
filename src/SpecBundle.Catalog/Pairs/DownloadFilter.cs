namespace SpeculativeDecoding;

/// <summary>Which files of a repository a server needs.</summary>
/// <param name="Include">Patterns of the files needed, with <c>*</c>; empty means all.</param>
/// <param name="Exclude">Patterns of files that only cost time and disk.</param>
/// <param name="Reason">Why.</param>
public sealed record DownloadFilter(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, Fact<string> Reason);
