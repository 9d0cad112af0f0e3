using System.Text.Json.Serialization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// What was measured of one request: sufficient statistics, from which every figure of a report can be recomputed.
/// One line of <c>requests.jsonl</c>. What is not known is null, never 0 or 1.
/// </summary>
public sealed record RequestRecord
{
    /// <summary>The version of the line's shape, 1.</summary>
    [JsonRequired]
    public int FormatVersion { get; init; } = 1;

    /// <summary>"batch,steps,top-k,draft tokens", such as "8,3,1,4"; "8,0,0,0" is the run without draft at the same batch.</summary>
    public required string Configuration { get; init; }

    /// <summary>The workload's name, such as "gsm8k".</summary>
    public required string Workload { get; init; }

    /// <summary>The prompt, such as "gsm8k/17": the unit of resampling. The same prompt has the same id in every configuration.</summary>
    public required string PromptId { get; init; }

    /// <summary>The turn of a conversation, from 0.</summary>
    public int Turn { get; init; }

    /// <summary>The repetition of the same prompt, from 0.</summary>
    public int Sample { get; init; }

    /// <summary>How often the run had been interrupted and resumed before this request: times of two sessions have different origins.</summary>
    public int Session { get; init; }

    /// <summary>The prompt's category within the workload, such as a subject; null where the workload has none.</summary>
    public string? Category { get; init; }

    /// <summary>Seconds from the session's start to the moment the request was due. Latency counts from here.</summary>
    public double DueSeconds { get; init; }

    /// <summary>Seconds from the session's start to sending the request; later than due where the client lagged.</summary>
    public double SentSeconds { get; init; }

    /// <summary>Seconds from the session's start to the first frame with a token; null when not streamed or there was none.</summary>
    public double? FirstTokenSeconds { get; init; }

    /// <summary>Seconds from the session's start to the last frame, or to the failure.</summary>
    public double FinishedSeconds { get; init; }

    /// <summary>Seconds of the client's own work between due and end: of a later turn its template and tokens, then writing the request and taking its frames in; null when not measured.</summary>
    public double? ClientSeconds { get; init; }

    /// <summary>A digest of what the prompt asks (texts, images, system message, limit of its own), which tells two prompts of the same id apart; null in records of another tool.</summary>
    public string? PromptHash { get; init; }

    /// <summary>The most new tokens that the request allowed: the workload's limit, or less where prompt and answer would not fit the context.</summary>
    [JsonPropertyName("new_token_limit")]
    public int? MaxNewTokens { get; init; }

    /// <summary>Tokens of the prompt, by the server's count.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of the prompt that were found in the server's prefix cache.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Tokens of the answer, by the server's count, the prefill's first one included.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Forward passes of the target that verified drafts; null without speculation.</summary>
    public int? VerifySteps { get; init; }

    /// <summary>Draft tokens that the target accepted, without the bonus tokens.</summary>
    public int? AcceptedDrafts { get; init; }

    /// <summary>Draft tokens that were verified: verify steps x (draft tokens - 1).</summary>
    public int? ProposedDrafts { get; init; }

    /// <summary>At index k, the verify steps that accepted exactly k drafts.</summary>
    public IReadOnlyList<int>? AcceptHistogram { get; init; }

    /// <summary>When each frame was read, in seconds from the session's start; null when not streamed.</summary>
    public IReadOnlyList<double>? ChunkSeconds { get; init; }

    /// <summary>The new tokens of each frame, as many numbers as <see cref="ChunkSeconds"/>.</summary>
    public IReadOnlyList<int>? ChunkTokens { get; init; }

    /// <summary>The answer's text; of a failed request what had arrived.</summary>
    public string? Output { get; init; }

    /// <summary>Why the answer ended, in the server's word ("stop", "length").</summary>
    public string? FinishReason { get; init; }

    /// <summary>Why the request failed, in one line; null when it finished.</summary>
    public string? Error { get; init; }

    /// <summary>The answer that was extracted from the output; null when there was none or the workload has no answers.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the answer is right; null when not scored.</summary>
    public bool? Correct { get; init; }

    /// <summary>How it was scored, or why not.</summary>
    public string? ScoreNote { get; init; }

    /// <summary>What should hold between the server's counters and does not, one sentence each.</summary>
    public IReadOnlyList<string> Violations { get; init => field = value ?? []; } = [];
}
