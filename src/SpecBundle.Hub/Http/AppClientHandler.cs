namespace SpeculativeDecoding;

/// <summary>
/// Sends through the app's client of the Hub. A handler below it that follows redirects by itself would take the answer that
/// the Hub's client needs, and might take the token to another host: it is refused before anything is sent where it can be
/// recognized, and a token is given to no handler that can't be looked at.
/// </summary>
internal sealed class AppClientHandler(IHttpClientFactory factory) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var question = HubRequest.Of(request).Question;
        var asked = request.RequestUri!;
        if (WhyUnsafe(hasToken: request.Headers.Authorization is not null) is { } reason)
        {
            throw HubFailure.UnsafeHttpClient(question.Repository.Name, reason);
        }

        // A client for each request, as factories want it: their handlers are pooled, and change with time.
        var client = factory.CreateClient(HubClient.HttpClientName);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.RequestMessage?.RequestUri is { } answered && answered != asked)
        {
            response.Dispose();
            throw HubFailure.UnsafeHttpClient(question.Repository.Name, $"it was asked for {asked.Authority} and followed a redirect to {answered.Authority} by itself");
        }

        return response;
    }

    private string? WhyUnsafe(bool hasToken)
    {
        var handler = (factory as IHttpMessageHandlerFactory)?.CreateHandler(HubClient.HttpClientName);
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler;
        }

        return handler switch
        {
            SocketsHttpHandler { AllowAutoRedirect: false } or HttpClientHandler { AllowAutoRedirect: false } => null,
            SocketsHttpHandler or HttpClientHandler => "its primary handler follows redirects by itself",
            _ when !hasToken => null,
            null => "its primary handler can't be looked at, so nobody knows where it would take the token",
            _ => $"its primary handler is a {handler.GetType().Name}, of which nobody knows where it would take the token",
        };
    }
}
