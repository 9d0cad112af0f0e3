namespace SpeculativeDecoding;

/// <summary>The Hub must not be asked (<c>HF_HUB_OFFLINE</c>), and the cache lacks something.</summary>
public sealed class HubOfflineException : HubException
{
    internal HubOfflineException(string repository, string missing)
        : base(repository, $"HF_HUB_OFFLINE is set, and the cache lacks {missing}.", "Unset HF_HUB_OFFLINE, or fetch it where there is a network (specbundle pull) and copy the cache.")
    {
    }
}
