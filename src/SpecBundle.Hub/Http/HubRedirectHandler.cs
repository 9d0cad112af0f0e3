using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>
/// Follows redirects, outside of every other handler, so that each hop goes through all of them. The token is put on a hop
/// here and goes to the endpoint alone: it stays with a redirect to the endpoint itself, where a renamed repository needs it.
/// </summary>
internal sealed class HubRedirectHandler(HubSettings settings, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostRedirects = 5;

    /// <exception cref="HubException">It redirects in circles, to another scheme or nowhere.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var wanted = HubRequest.Of(request);
        var address = wanted.Address;
        for (var redirects = 0; ; redirects++)
        {
            using var hop = HopTo(address, request);
            var response = await base.SendAsync(hop, cancellationToken).ConfigureAwait(false);
            response.RequestMessage ??= hop;
            try
            {
                if (TargetOf(response, address, wanted.Question) is not { } next || (!wanted.FollowsToStorage && !IsEndpoint(next)))
                {
                    return response;
                }

                address = redirects < MostRedirects ? next : throw HubFailure.Unreachable(wanted.Question.Repository.Name, address.Authority, "it redirects in circles");
            }
            catch
            {
                response.Dispose();
                throw;
            }

            response.Dispose();
        }
    }

    /// <summary>The address that an answer points to; null where it is no redirect.</summary>
    /// <exception cref="HubException">It points to another scheme, or nowhere.</exception>
    public static Uri? TargetOf(HttpResponseMessage response, Uri address, HubQuestion question)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
        {
            return null;
        }

        var next = response.Headers.Location is { } location && Uri.TryCreate(address, location, out var target) ? target : null;
        return next is not null && (next.Scheme == address.Scheme || next.Scheme == Uri.UriSchemeHttps)
            ? next
            : throw HubFailure.Unreachable(
                question.Repository.Name, address.Authority, next is null ? "it redirects without saying where" : $"it redirects from {address.Scheme} to {next.Scheme}, which is refused");
    }

    /// <summary>A message of its own for each hop: one that was sent can't be sent again.</summary>
    private HttpRequestMessage HopTo(Uri address, HttpRequestMessage request)
    {
        var hop = new HttpRequestMessage(request.Method, address);
        foreach (var (name, values) in request.Headers)
        {
            hop.Headers.TryAddWithoutValidation(name, values);
        }

        HubRequest.Copy(request, hop);
        if (settings.Token is { } token && IsEndpoint(address))
        {
            hop.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        }

        return hop;
    }

    /// <summary>Host, port and scheme: a token must not go out in plain text either.</summary>
    private bool IsEndpoint(Uri address) =>
        string.Equals(address.Authority, settings.Endpoint.Authority, StringComparison.OrdinalIgnoreCase) && address.Scheme == settings.Endpoint.Scheme;
}
