using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>One request to the Hub or to its storage.</summary>
/// <param name="Question">What it is about.</param>
/// <param name="Address">Where to.</param>
internal sealed record HubRequest(HubQuestion Question, Uri Address)
{
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The bytes wanted; null for all.</summary>
    public RangeHeaderValue? Range { get; init; }

    /// <summary>Whether a redirect to another host is followed, without the token, or given back.</summary>
    public bool FollowsToStorage { get; init; }
}
