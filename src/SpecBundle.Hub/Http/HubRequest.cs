using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>One request to the Hub or to its storage.</summary>
/// <param name="Question">What it is about.</param>
/// <param name="Address">Where to.</param>
internal sealed record HubRequest(HubQuestion Question, Uri Address)
{
    private static readonly HttpRequestOptionsKey<HubRequest> Key = new("SpecBundle.Hub.Request");

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The bytes wanted; null for all.</summary>
    public RangeHeaderValue? Range { get; init; }

    /// <summary>Whether a redirect to another host is followed, without the token, or given back.</summary>
    public bool FollowsToStorage { get; init; }

    /// <summary>The message that carries it through the handlers.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Address);
        message.Options.Set(Key, this);
        message.Headers.Range = Range;
        return message;
    }

    public static HubRequest Of(HttpRequestMessage message) =>
        message.Options.TryGetValue(Key, out var request) ? request : throw new InvalidOperationException("The message was not made by the Hub's client.");

    public static void Copy(HttpRequestMessage from, HttpRequestMessage to) => to.Options.Set(Key, Of(from));
}
