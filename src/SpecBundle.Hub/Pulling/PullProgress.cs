namespace SpeculativeDecoding;

/// <summary>How far a pull is: in all, and for each file on its way.</summary>
public sealed record PullProgress
{
    /// <summary>What is done, for people, for example <c>Downloading</c>.</summary>
    public required string Message { get; init; }

    /// <summary>What is on this machine of all files, in bytes, those that were there before included.</summary>
    public long Bytes { get; init; }

    /// <summary>All files, in bytes; 0 before they are known.</summary>
    public long TotalBytes { get; init; }

    /// <summary>What this pull brought over the network, in bytes.</summary>
    public long DownloadedBytes { get; init; }

    /// <summary>How many files are complete.</summary>
    public int CompleteFileCount { get; init; }

    /// <summary>How many files there are; 0 before they are known.</summary>
    public int FileCount { get; init; }

    /// <summary>The files on their way.</summary>
    public IReadOnlyList<FileProgress> ActiveFiles { get; init; } = [];

    /// <summary>The rate of the last seconds, in bytes per second; null while there is nothing to tell it by.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>The time left at this rate; null while there is nothing to tell it by.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The time since the pull began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>One line for people.</summary>
    /// <returns>For example <c>Downloading: 3.2 GB of 61.5 GB, 110 MB/s, 8 min 50 s left</c>.</returns>
    public override string ToString()
    {
        var parts = new List<string>();
        if (TotalBytes > 0)
        {
            parts.Add($"{ByteSize.Format(Bytes)} of {ByteSize.Format(TotalBytes)}");
        }

        if (BytesPerSecond is > 0 and var rate && Bytes < TotalBytes)
        {
            parts.Add($"{ByteSize.Format((long)rate)}/s");
            if (Remaining is { } left)
            {
                parts.Add(RemainingTime.Text(left));
            }
        }

        return parts.Count > 0 ? $"{Message}: {string.Join(", ", parts)}" : Message;
    }
}
