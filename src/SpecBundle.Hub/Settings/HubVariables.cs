using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Reads the Hub's environment variables as the Python client does.</summary>
internal static partial class HubVariables
{
    public static bool IsTrue(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    public static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    /// <summary>A path with <c>~</c> and <c>$NAME</c> expanded; null where the variable is not set.</summary>
    public static string? Path(Func<string, string?> variable, string name)
    {
        if (Text(variable(name)) is not { } path)
        {
            return null;
        }

        path = Reference().Replace(path, match => variable(match.Groups["name"].Value) ?? match.Value);
        return path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;
    }

    public static TimeSpan Seconds(string? value, TimeSpan otherwise) =>
        double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && double.IsFinite(seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds))
            : otherwise;

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_][A-Za-z0-9_]*)\}?")]
    private static partial Regex Reference();
}
