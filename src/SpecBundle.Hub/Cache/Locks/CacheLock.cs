namespace SpeculativeDecoding;

/// <summary>A lock on a file of the cache, held until it is disposed of.</summary>
internal abstract class CacheLock : IDisposable
{
    public abstract void Dispose();
}
