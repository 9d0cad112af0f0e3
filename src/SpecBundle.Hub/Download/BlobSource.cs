using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>Where a blob is downloaded from: a signed address that is asked for once, and again when it has expired.</summary>
/// <param name="api">The Hub.</param>
/// <param name="repository">The repository.</param>
/// <param name="file">The file.</param>
/// <param name="stopping">Ends the whole download: all its connections share one question.</param>
internal sealed class BlobSource(HubApi api, RepositoryState repository, HubFile file, CancellationToken stopping)
{
    private readonly Lock _lock = new();
    private Task<Uri>? _address;

    public HubQuestion Question { get; } = new(repository.Name, repository.Commit, file.Path);

    /// <summary>The address, as long as the Hub takes to answer: it may ask to wait for minutes.</summary>
    public Task<Uri> LocateAsync(CancellationToken cancellationToken)
    {
        // What git keeps the Hub serves itself: there is nothing to ask before.
        if (!file.IsLarge)
        {
            return Task.FromResult(api.FileAddress(repository.Name, repository.Commit, file.Path));
        }

        lock (_lock)
        {
            // A failed or cancelled question is asked again.
            if (_address is null or { IsCanceled: true } or { IsFaulted: true })
            {
                _address = api.LocateAsync(repository.Name, repository.Commit, file, stopping);
            }

            return _address.WaitAsync(cancellationToken);
        }
    }

    public Task<HttpResponseMessage> OpenAsync(Uri address, RangeHeaderValue? range, CancellationToken cancellationToken) =>
        api.OpenAsync(Question, address, range, cancellationToken);

    /// <summary>The storage refused the address: signatures last an hour or so.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            _address = null;
        }
    }
}
