using System.Collections.Frozen;

namespace SpeculativeDecoding.Embedded;

/// <summary>The formats that are followed, each as a pattern that allows a part of them which no validator refuses.</summary>
internal static class StringFormats
{
    private const string Date = "[12][0-9]{3}-(02-(0[1-9]|1[0-9]|2[0-8])|(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30))";
    private const string Time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])";
    private const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    private static readonly FrozenDictionary<string, PatternNode> Patterns = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["uuid"] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        ["ipv4"] = $"{Octet}(\\.{Octet}){{3}}",
        ["uri"] = "https?://[a-z][a-z0-9]{0,19}(\\.[a-z]{2,10}){1,2}(/[a-z0-9]{1,20}){0,3}",
        ["duration"] = "P([0-9]{1,3}D|T[0-9]{1,3}[HMS])",
        ["email"] = "[a-z0-9]{1,20}([._-][a-z0-9]{1,10}){0,3}@[a-z0-9]{1,20}(\\.[a-z]{2,10}){1,2}",
    }.ToFrozenDictionary(entry => entry.Key, entry => PatternAnchors.Resolve(PatternParser.Parse(entry.Value), isWhole: true), StringComparer.Ordinal);

    public static string Names => string.Join(", ", Patterns.Keys.Order(StringComparer.Ordinal));

    public static PatternNode? Find(string name) => Patterns.GetValueOrDefault(name);
}
