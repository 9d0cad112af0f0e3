namespace SpeculativeDecoding.TestHub;

/// <summary>A request that was seen.</summary>
public sealed record SeenRequest
{
    /// <summary><c>hub</c> or <c>storage</c>.</summary>
    public required string Host { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public string? Range { get; init; }

    public string? Authorization { get; init; }

    public int Status { get; set; }

    /// <summary>Bytes of the body that were written.</summary>
    public long BytesSent { get; set; }
}
