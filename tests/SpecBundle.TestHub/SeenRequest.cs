namespace SpeculativeDecoding.TestHub;

/// <summary>A request that was seen.</summary>
public sealed record SeenRequest
{
    /// <summary><c>hub</c> or <c>storage</c>.</summary>
    public required string Host { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public string? Range { get; init; }

    /// <summary>Whether it asks for a small part from the beginning on, as a look at a file does: downloads ask for all of a small file, and for large parts of a large one.</summary>
    public bool IsLook => Range?.Split('-') is ["bytes=0", { Length: > 0 and < 7 }];

    public string? Authorization { get; init; }

    public int Status { get; set; }

    /// <summary>Bytes of the body that were written.</summary>
    public long BytesSent { get; set; }
}
