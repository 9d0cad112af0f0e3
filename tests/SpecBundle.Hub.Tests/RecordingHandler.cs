using System.Collections.Concurrent;

namespace SpeculativeDecoding.Tests;

/// <summary>An app's handler: notes every call that goes through it.</summary>
internal sealed class RecordingHandler(ConcurrentQueue<(HttpMethod Method, Uri Address, string? Authorization)> seen) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        seen.Enqueue((request.Method, request.RequestUri!, request.Headers.Authorization?.ToString()));
        return base.SendAsync(request, cancellationToken);
    }
}
