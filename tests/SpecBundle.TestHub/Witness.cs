using System.Collections.Concurrent;

namespace SpeculativeDecoding.TestHub;

/// <summary>Every request, with what it carried and what it got.</summary>
internal sealed class Witness
{
    private ConcurrentQueue<SeenRequest> _requests = new();

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    public SeenRequest See(string host, string method, string path, string? range, string? authorization)
    {
        var request = new SeenRequest { Host = host, Method = method, Path = path, Range = range, Authorization = authorization };
        _requests.Enqueue(request);
        return request;
    }

    public void Forget() => _requests = new();
}
