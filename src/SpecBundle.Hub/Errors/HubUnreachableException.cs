namespace SpeculativeDecoding;

/// <summary>The Hub does not answer, or what answers is not a Hub.</summary>
public sealed class HubUnreachableException : HubException
{
    internal HubUnreachableException(string repository, string host, string reason, Exception? innerException = null)
        : base(repository, $"{host} could not be asked for {repository}: {reason.TrimEnd('.')}.", "Check the network and the proxy (HTTPS_PROXY); HF_ENDPOINT names a mirror, and HF_HUB_OFFLINE=1 uses only what the cache has.", innerException)
    {
    }
}
