namespace SpeculativeDecoding.Tests;

/// <summary>A primary handler of an app that follows redirects and takes every header along, as some do.</summary>
internal sealed class CarelessHandler : HttpMessageHandler
{
    private readonly HttpMessageInvoker _inner = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var response = await _inner.SendAsync(request, cancellationToken);
            if (response.Headers.Location is not { } location)
            {
                return response;
            }

            request.RequestUri = new Uri(request.RequestUri!, location);
            response.Dispose();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}
