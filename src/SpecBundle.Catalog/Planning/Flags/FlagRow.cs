namespace SpeculativeDecoding;

/// <summary>A spelling of a flag, and the releases that have it.</summary>
internal sealed record FlagRow(
    string Name,
    IReadOnlyList<string> Aliases,
    SglangRelease First,
    SglangRelease? Last,
    IReadOnlyList<SglangRelease> Missing,
    FlagValues Values,
    bool IsDeprecated,
    IReadOnlyList<string> Choices)
{
    public bool IsIn(SglangRelease release) =>
        release.CompareTo(First) >= 0 && (Last is not { } last || release.CompareTo(last) <= 0) && !Missing.Contains(release);

    public static FlagRow From(IReadOnlyDictionary<string, string> row)
    {
        var kind = row["kind"];
        return new(
            row["flag"],
            Words(row["aliases_in_newest"]),
            SglangRelease.TryParse(row["first_seen"].TrimStart('<', '='))!.Value,
            SglangRelease.TryParse(row["last_seen"]),
            [.. Words(row["missing_between"]).Select(text => SglangRelease.TryParse(text)!.Value)],
            kind switch
            {
                "value" => FlagValues.One,
                "switch" or "on/off switch" or "switch, deprecated" => FlagValues.None,
                _ => FlagValues.Any,
            },
            kind.Contains("deprecated", StringComparison.Ordinal),
            Words(row["choices_in_newest"]));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
