namespace SpeculativeDecoding;

/// <summary>A model can't be removed from the cache while somebody fetches it.</summary>
public sealed class CacheInUseException : SpecBundleException
{
    internal CacheInUseException(string repository)
        : base($"{repository} is being fetched by another process.", "Wait until it is done, or stop it. Nothing was removed, of no model.") => Repository = repository;

    /// <summary>The repository.</summary>
    public string Repository { get; }
}
