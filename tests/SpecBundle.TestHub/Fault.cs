namespace SpeculativeDecoding.TestHub;

/// <summary>Something that goes wrong, a number of times.</summary>
public sealed record Fault
{
    /// <summary><c>api</c>, <c>resolve</c> or <c>storage</c>.</summary>
    public required string Where { get; init; }

    /// <summary>A regular expression on path and query.</summary>
    public string Path { get; init; } = "";

    /// <summary>How often; -1 is always.</summary>
    public int Times { get; set; } = 1;

    /// <summary>How many requests pass before it begins.</summary>
    public int Skip { get; set; }

    public string? Method { get; init; }

    /// <summary>Whether it meets looks at the beginning of a file too, which come before the download that most faults are meant for.</summary>
    public bool MeetsLooks { get; init; }

    public int? Status { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    public string? Body { get; init; }

    public int DelayMs { get; init; }

    /// <summary>So many bytes of the body are sent, then the connection is reset.</summary>
    public long? CutAfterBytes { get; init; }

    /// <summary>So many bytes of the body are sent, then nothing more.</summary>
    public long? StallAfterBytes { get; init; }

    public long? BytesPerSecond { get; init; }

    /// <summary>200 and everything, whatever range was asked for.</summary>
    public bool IgnoreRange { get; init; }

    public bool Gzip { get; init; }

    /// <summary>One byte is another.</summary>
    public bool Corrupt { get; init; }

    public string? DropHeader { get; init; }
}
