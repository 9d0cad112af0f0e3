using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Where a list goes on: <c>Link: &lt;ADDRESS&gt;; rel="next"</c>.</summary>
internal static partial class NextPage
{
    private const int LongestLink = 16_384;

    public static Uri? Of(HttpResponseMessage response, Uri address) =>
        response.Headers.TryGetValues("Link", out var links) && string.Join(',', links) is { Length: <= LongestLink } link && Next().Match(link) is { Success: true } match
        && Uri.TryCreate(address, match.Groups[1].Value, out var next) && next.Authority == address.Authority && next.Scheme == address.Scheme
            ? next
            : null;

    [GeneratedRegex("<([^<>]+)>\\s*;\\s*rel=\"?next\"?")]
    private static partial Regex Next();
}
