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
    TimeSpan Elapsed);
