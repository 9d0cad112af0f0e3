using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Where a list goes on: <c>Link: &lt;ADDRESS&gt;; rel="next"</c>.</summary>
internal static partial class NextPage
{
    public static Uri? Of(HttpResponseMessage response, Uri address) =>
        response.Headers.TryGetValues("Link", out var links) && Next().Match(string.Join(',', links)) is { Success: true } match
        && Uri.TryCreate(address, match.Groups[1].Value, out var next) && next.Authority == address.Authority && next != address
            ? next
            : null;

    [GeneratedRegex("<([^<>]+)>\\s*;\\s*rel=\"?next\"?")]
    private static partial Regex Next();
}
