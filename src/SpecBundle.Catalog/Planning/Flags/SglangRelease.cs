using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>The number of an SGLang release, in the order of releases; Step is the post-release's number, -1 before the release (rc, dev).</summary>
internal readonly partial record struct SglangRelease(int Major, int Minor, int Patch, int Step = 0) : IComparable<SglangRelease>
{
    public static SglangRelease? TryParse(string? text)
    {
        var match = Pattern().Match(text ?? "");
        if (!match.Success)
        {
            return null;
        }

        var step = match.Groups["pre"].Success ? -1 : Number(match.Groups["post"]);
        return new(Number(match.Groups["major"]), Number(match.Groups["minor"]), Number(match.Groups["patch"]), step);
    }

    public int CompareTo(SglangRelease other) =>
        (Major, Minor, Patch, Step).CompareTo((other.Major, other.Minor, other.Patch, other.Step));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(Step > 0 ? $".post{Step}" : Step < 0 ? "-pre" : "")}");

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^v?(?<major>\d{1,4})\.(?<minor>\d{1,4})(\.(?<patch>\d{1,4}))?(\.?post(?<post>\d{1,4}))?(?<pre>\.?(dev|rc|a|b)\d*)?(\+.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
