namespace SpeculativeDecoding;

/// <summary>Why a server failed, as far as its log tells.</summary>
public sealed record ServerFailure
{
    /// <summary>A stable name of the cause, for example <c>gpu-out-of-memory</c>; <c>unrecognized</c> where the log shows an error that is not among the known ones; <c>not-started</c> where there was no log yet, as a lease or the key's file could not be had.</summary>
    public string Id { get; init; } = "";

    /// <summary>What happened.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What to do about it.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The log line that shows it; null where none does.</summary>
    public string? EvidenceLine { get; init; }

    /// <summary>What happened and what to do.</summary>
    /// <returns>Two sentences or a few.</returns>
    public override string ToString() => $"{Summary.TrimEnd('.')}. {Remedy}";
}
