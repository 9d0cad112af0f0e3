using System.Net.Http.Headers;

namespace SpeculativeDecoding;

/// <summary>Where a blob is fetched from: a signed address that is asked for once, and again when it has expired.</summary>
internal sealed class BlobSource(HubApi api, RepositoryState repository, HubFile file)
{
    private readonly Lock _lock = new();
    private Task<Uri>? _address;

    public HubQuestion Question { get; } = new(repository.Name, repository.Commit, file.Path);

    public async Task<HttpResponseMessage> OpenAsync(RangeHeaderValue? range, CancellationToken cancellationToken)
    {
        Task<Uri> address;
        lock (_lock)
        {
            // A failed or cancelled question is asked again.
            if (_address is null or { IsCanceled: true } or { IsFaulted: true })
            {
                _address = api.LocateAsync(repository.Name, repository.Commit, file, cancellationToken);
            }

            address = _address;
        }

        return await api.OpenAsync(Question, await address.ConfigureAwait(false), range, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The storage refused the address: signatures last an hour or so.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            _address = null;
        }
    }
}
