namespace SpeculativeDecoding.Benchmarks;

/// <summary>One prompt of a workload: what is sent, and what is needed to score the answer.</summary>
public sealed record BenchmarkPrompt
{
    /// <summary>
    /// Unique in the workload and the same in every run, such as <c>gsm8k/17</c>: the unit of resampling and pairing.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>
    /// The user's messages in order. Each is sent after the model's own answer to the one before.
    /// Empty when <see cref="Raw"/> is set.
    /// </summary>
    public IReadOnlyList<string> Turns { get; init; } = [];

    /// <summary>Text to complete as it stands, without a chat template; null for a conversation.</summary>
    public string? Raw { get; init; }

    /// <summary>The system message; null for none.</summary>
    public string? System { get; init; }

    /// <summary>Messages that come before the first of <see cref="Turns"/>, answers of an assistant included.</summary>
    public IReadOnlyList<BenchmarkMessage> History { get; init; } = [];

    /// <summary>What results are grouped by inside the workload; null for no group.</summary>
    public string? Category { get; init; }

    /// <summary>The right answer as the source states it; null where there is none.</summary>
    public string? Reference { get; init; }

    /// <summary>
    /// Image files (JPEG, PNG, as the source has them) shown before the text of the user's first message; null for none.
    /// With <see cref="Raw"/> the text has the target's own placeholder where each belongs.
    /// </summary>
    public IReadOnlyList<byte[]>? Images { get; init; }

    /// <summary>The program that decides whether an answer is right; null where a program does not decide.</summary>
    public ProgramTests? Tests { get; init; }

    /// <summary>The limit of new tokens for each turn of this prompt; null for the workload's.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>When the request is due, in seconds from the first of its trace; null outside a trace.</summary>
    public double? ArrivalSeconds { get; init; }
}

/// <summary>One earlier message of a conversation.</summary>
public sealed record BenchmarkMessage
{
    /// <summary><c>user</c> or <c>assistant</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The text.</summary>
    public required string Content { get; init; }
}
