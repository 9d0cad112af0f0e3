using System.Globalization;

namespace SpeculativeDecoding.StandIn;

/// <summary>
/// How to serve, from the first part of the path: <c>/NAME;pace=1;cut=1;truncate=900;die=900;hang=900/generate</c>.
/// <c>pace</c>: at the recorded pace times this factor. <c>cut</c>: in writes of so many bytes. After so many bytes:
/// <c>truncate</c> closes the connection, <c>die</c> kills the process, <c>hang</c> sends nothing more.
/// </summary>
internal sealed record ReplayOptions(string Name, double? Pace, int? Cut, int? Truncate, int? Die, int? Hang)
{
    public static ReplayOptions Parse(string segment)
    {
        var parts = Uri.UnescapeDataString(segment).Split(';');
        return new ReplayOptions(parts[0], Number(parts, "pace"), (int?)Number(parts, "cut"), (int?)Number(parts, "truncate"), (int?)Number(parts, "die"), (int?)Number(parts, "hang"));
    }

    private static double? Number(string[] parts, string name) =>
        parts.FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal)) is { } part
            ? double.Parse(part.AsSpan(name.Length + 1), CultureInfo.InvariantCulture)
            : null;
}
