namespace SpeculativeDecoding;

/// <summary>How far a pull is: in all, and for each file on its way.</summary>
/// <param name="Message">What is done, for people.</param>
/// <param name="Bytes">Bytes on this machine, of all files, those that were there before included.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
/// <param name="FetchedBytes">Bytes that this pull brought over the network.</param>
/// <param name="FilesDone">Files that are complete.</param>
/// <param name="Files">Files in all.</param>
/// <param name="Active">The files on their way.</param>
/// <param name="BytesPerSecond">Over the last seconds; null while there is nothing to tell it by.</param>
/// <param name="Remaining">The time left at this rate; null while there is nothing to tell it by.</param>
/// <param name="Elapsed">Since the pull began.</param>
public sealed record PullProgress(
    string Message,
    long Bytes,
    long TotalBytes,
    long FetchedBytes,
    int FilesDone,
    int Files,
    IReadOnlyList<FileProgress> Active,
    double? BytesPerSecond,
    TimeSpan? Remaining,
    TimeSpan Elapsed)
{
    /// <summary>One line for people.</summary>
    /// <returns>For example <c>Fetching: 3.2 GB of 61.5 GB, 110 MB/s, 8 min 50 s left</c>.</returns>
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
