namespace SpeculativeDecoding;

/// <summary>Writes what arrives of a blob, and counts it.</summary>
internal sealed class PartWriter(PartialBlob partial, DownloadLimits limits, FileMeter meter)
{
    /// <exception cref="HubException">A disk that is full is no failure of the network: trying again would not help.</exception>
    public void Write(int part, ReadOnlySpan<byte> bytes)
    {
        try
        {
            partial.Append(part, bytes);
            meter.Add(bytes.Length);
        }
        catch (IOException exception)
        {
            throw HubFailure.CacheUnusable(limits.CacheFolder, exception, hasArrived: partial.Written > 0);
        }
    }

    public void Skip(int bytes) => meter.Skip(bytes);
}
