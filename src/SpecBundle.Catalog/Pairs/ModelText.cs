using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A model in one line: its name, and in brackets what is known of it.</summary>
internal static class ModelText
{
    public static string Describe(string repository, params IEnumerable<string?> facts)
    {
        var known = string.Join(", ", facts.OfType<string>());
        return known.Length == 0 ? repository : $"{repository} ({known})";
    }

    public static string? License(Fact<string>? license) => license is null ? null : $"license {license.Value}";

    public static string? Parameters(Fact<long>? parameters) => parameters?.Value switch
    {
        null => null,
        >= 1_000_000_000_000 and var many => string.Create(CultureInfo.InvariantCulture, $"{many / 1e12:0.#} T parameters"),
        >= 1_000_000_000 and var many => string.Create(CultureInfo.InvariantCulture, $"{many / 1e9:0.#} B parameters"),
        { } few => string.Create(CultureInfo.InvariantCulture, $"{few / 1e6:0.#} M parameters"),
    };

    public static string? Size(Fact<long>? bytes) => bytes is null ? null : ByteSize.Format(bytes.Value);

    public static string? Context(Fact<int>? tokens) => tokens is null ? null : string.Create(CultureInfo.InvariantCulture, $"{tokens.Value:N0} tokens of context");
}
