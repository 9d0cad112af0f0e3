using static SpeculativeDecoding.Benchmarks.MetricPlaces;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Every metric of a report, in the order in which people read them. A new one is a row here: summary.json, summary.md,
/// limits, the command line and the dashboard have it then, unless the row says otherwise.
/// </summary>
public static class BenchmarkMetrics
{
    /// <summary>Every metric.</summary>
    public static IReadOnlyList<BenchmarkMetric> All { get; } =
    [
        new()
        {
            Id = "requests", Name = "Requests", Unit = "", Number = cell => cell.Requests, FieldPlace = 1, HiddenIn = Terminal | Page,
            Definition = "Requests, the failed ones included.",
        },
        new()
        {
            Id = "prompts", Name = "Prompts", Unit = "", Number = cell => cell.Prompts, FieldPlace = 3, HiddenIn = Tables, Digits = 0,
            Definition = "Prompts with a finished request, each once, however often it was asked: how many independent observations the figures rest on.",
        },
        new()
        {
            Id = "failed", Name = "Failed requests", Unit = "", Number = cell => cell.Failed, FieldPlace = 2, Heading = "failed", Digits = 0,
            Definition = "Requests that failed; they count in no figure but goodput and wall time, and what they had answered is not scored.",
        },
        new()
        {
            Id = "completion_tokens", Name = "Completion tokens", Unit = "", Number = cell => cell.CompletionTokens, FieldPlace = 4, HiddenIn = Tables | Page,
            Definition = "Tokens of the finished answers.",
        },
        new()
        {
            Id = "accept_length", Name = "Accept length", Unit = "tokens", Interval = cell => cell.AcceptLength, FieldPlace = 5, IsHigherBetter = true, ShortDefinition = "completion tokens / verify steps",
            Definition = "Completion tokens / verify steps, a ratio of sums over the finished requests. The prefill's first token counts, as SGLang counts it. Without a draft there is none.",
        },
        new()
        {
            Id = "tokens_per_verify_step", Name = "Tokens per verify step", Unit = "tokens", Interval = cell => cell.TokensPerVerifyStep, FieldPlace = 6, IsHigherBetter = true, HiddenIn = Tables, IsMinor = true,
            Definition = "The accept length without the first token of each answer, which the prefill makes.",
        },
        new()
        {
            Id = "output_throughput", Name = "Output throughput", Unit = "tokens/s", Interval = cell => cell.OutputThroughput, FieldPlace = 8, IsHigherBetter = true, Heading = "tokens/s", Format = "F0", IsShortOnTerminal = true, Digits = 1,
            Definition = "Completion tokens of all requests / wall time.",
        },
        new()
        {
            Id = "speedup", Name = "Speedup", Unit = "times", Interval = cell => cell.Speedup?.Overall, Field = "speedup.overall", FieldPlace = 22, IsHigherBetter = true, Neutral = 1,
            ShortDefinition = "the ratio of tokens / seconds on the prompts that finished in both, against the run without draft at the same batch",
            Definition = "Against the run without draft at the same batch; below 1 the draft slows the server down. Measured: paired on the prompts that finished in both, Σ tokens / Σ seconds. Published: the ratio of both throughputs, not paired.",
        },
        new()
        {
            Id = "typical_speedup", Name = "Speedup of the typical prompt", Unit = "times", Interval = cell => cell.Speedup?.PerPrompt, Field = "speedup.per_prompt", FieldPlace = 23, IsHigherBetter = true, Neutral = 1, HiddenIn = Tables, IsMinor = true,
            Definition = "The geometric mean of the prompts' speedups: each prompt weighs alike.",
        },
        new()
        {
            Id = "request_speed", Name = "Speed of a request", Unit = "tokens/s", Interval = cell => cell.RequestSpeed, FieldPlace = 9, IsHigherBetter = true, HiddenIn = Tables, Digits = 1,
            Definition = "Σ completion tokens / Σ seconds from sending to the end: what one user sees.",
        },
        new()
        {
            Id = "wall_seconds", Name = "Wall time", Unit = "s", Number = cell => cell.WallSeconds, FieldPlace = 7, HiddenIn = Tables | Page,
            Definition = "From the moment the first request was due to the last one's end, summed over sessions.",
        },
        new()
        {
            Id = "verify_step_seconds", Name = "Verify step", Unit = "s", Number = cell => cell.VerifyStepCost?.VerifyStepSeconds, FieldPlace = 26, IsHigherBetter = false, HiddenIn = Tables | Page,
            Definition = "What a verify step takes, drafting included.",
        },
        new()
        {
            Id = "plain_step_seconds", Name = "Plain step", Unit = "s", Number = cell => cell.VerifyStepCost?.PlainStepSeconds, FieldPlace = 27, IsHigherBetter = false, HiddenIn = Tables | Page,
            Definition = "What a step takes that makes one token without draft, on the same requests.",
        },
        new()
        {
            Id = "verify_step_cost", Name = "Verify step cost", Unit = "plain steps", Interval = cell => cell.VerifyStepCost?.Ratio, FieldPlace = 28, IsHigherBetter = false, HiddenIn = Tables | Page,
            Definition = "What a verify step takes against a plain step: as many tokens must it bring to break even.",
        },
        new()
        {
            Id = "break_even_accept_length", Name = "Break-even accept length", Unit = "tokens", Interval = cell => cell.VerifyStepCost?.BreakEvenAcceptLength, FieldPlace = 29, IsHigherBetter = false, HiddenIn = Tables, IsMinor = true,
            Definition = "Below this accept length the draft slows decoding down, by what a verify step costs against a plain step.",
        },
        new()
        {
            Id = "ttft", Name = "TTFT", Unit = "s", Latency = cell => cell.Latencies.TimeToFirstToken, Field = "time_to_first_token", FieldPlace = 10, IsHigherBetter = false, HiddenIn = CommandLine, Digits = 1,
            Definition = "Time to first token: from the moment a request was due.",
        },
        new()
        {
            Id = "itl", Name = "ITL", Unit = "s", Latency = cell => cell.Latencies.InterToken, Field = "inter_token_latency", FieldPlace = 11, IsHigherBetter = false, HiddenIn = Tables, IsMinor = true,
            Definition = "Between two tokens after the first chunk; the tokens of a chunk share its wait alike.",
        },
        new()
        {
            Id = "inter_chunk", Name = "Between chunks", Unit = "s", Latency = cell => cell.Latencies.InterChunk, Field = "inter_chunk_latency", FieldPlace = 12, IsHigherBetter = false, HiddenIn = Tables, IsMinor = true,
            Definition = "Between two chunks that brought tokens: with speculation a verify step, which a reader sees as one jerk.",
        },
        new()
        {
            Id = "tpot", Name = "TPOT", Unit = "s", Latency = cell => cell.Latencies.TimePerOutputToken, Field = "time_per_output_token", FieldPlace = 13, IsHigherBetter = false, HiddenIn = CommandLine,
            Definition = "Time per output token: (end - first token) / (tokens - 1), one value for each request.",
        },
        new()
        {
            Id = "e2e", Name = "End to end", Unit = "s", Latency = cell => cell.Latencies.EndToEnd, Field = "end_to_end", FieldPlace = 14, IsHigherBetter = false, HiddenIn = Tables, Digits = 1,
            Definition = "From the moment a request was due to its end.",
        },
        new()
        {
            Id = "dispatch", Name = "Dispatch", Unit = "s", Latency = cell => cell.Latencies.Dispatch, FieldPlace = 15, IsHigherBetter = false, HiddenIn = Tables | Page,
            Definition = "From the moment a request was due to sending it: what the client itself added.",
        },
        new()
        {
            Id = "accuracy", Name = "Accuracy", Unit = "share", Interval = cell => cell.Accuracy, FieldPlace = 20, IsHigherBetter = true, Format = "P0", Digits = 1,
            Definition = "Right answers / scored answers.",
        },
        new()
        {
            Id = "scored", Name = "Scored answers", Unit = "", Number = cell => cell.Scored, FieldPlace = 18, HiddenIn = Tables | Page,
            ShortDefinition = "finished requests that were scored, each repetition of a prompt one",
            Definition = "Finished requests that were scored, each repetition of a prompt one. What a failed request had answered is not scored.",
        },
        new()
        {
            Id = "valid_answers", Name = "Valid answers", Unit = "", Number = cell => cell.ValidAnswers, FieldPlace = 19, HiddenIn = Tables | Page,
            ShortDefinition = "finished requests from which an answer could be extracted, each repetition of a prompt one: with more samples than one there may be more of them than prompts",
            Definition = "Finished requests from which an answer could be extracted, each repetition of a prompt one, so that there may be more of them than prompts. What a failed request had answered does not count.",
        },
        new()
        {
            Id = "good_requests", NeedsServiceLevels = true, Name = "Good requests", Unit = "", Number = cell => cell.Goodput?.Good, Field = "goodput.good", FieldPlace = 16, HiddenIn = Tables | Page,
            Definition = "Requests that kept every service level.",
        },
        new()
        {
            Id = "goodput", NeedsServiceLevels = true, Name = "Goodput, the share", Unit = "share", Interval = cell => cell.Goodput?.Share, Field = "goodput.share", FieldPlace = 16, IsHigherBetter = true, Heading = "goodput", Format = "P0", HiddenIn = CommandLine | Page,
            Definition = "Requests that kept every service level / all requests; a failed request kept none.",
        },
        new()
        {
            Id = "good_requests_per_second", NeedsServiceLevels = true, Name = "Goodput", Unit = "requests/s", Interval = cell => cell.Goodput?.RequestsPerSecond, Field = "goodput.requests_per_second", FieldPlace = 16, IsHigherBetter = true, Heading = "good requests/s", HiddenIn = CommandLine, IsMinor = true,
            Definition = "Requests that kept every service level, a second of wall time.",
        },
        new()
        {
            Id = "client_share", Name = "Client share", Unit = "share", Number = cell => cell.ClientShare, FieldPlace = 17, IsHigherBetter = false, Format = "P0", HiddenIn = Tables | Page,
            Definition = "The client's own work / the requests' time.",
        },
        new()
        {
            Id = "paired_prompts", Name = "Paired prompts", Unit = "", Number = cell => cell.Speedup?.Prompts, Field = "speedup.prompts", FieldPlace = 21, HiddenIn = Tables, Digits = 0, IsMinor = true,
            Definition = "Prompts that finished with and without the draft: the speedup rests on them.",
        },
        new()
        {
            Id = "compared_answers", Name = "Compared answers", Unit = "", Number = cell => cell.Speedup?.ComparedAnswers, Field = "speedup.compared_answers", FieldPlace = 24, HiddenIn = Tables | Page,
            Definition = "Answers that are known with and without the draft.",
        },
        new()
        {
            Id = "equal_answers", Name = "Equal answers", Unit = "", Number = cell => cell.Speedup?.EqualAnswers, Field = "speedup.equal_answers", FieldPlace = 25, HiddenIn = Tables | Page,
            Definition = "Answers that are the same with and without the draft.",
        },
        new()
        {
            Id = "same_answers", Name = "Same answers", Unit = "share", Number = cell => cell.Speedup is { ComparedAnswers: > 0 and var compared } speedup ? (double)speedup.EqualAnswers / compared : null, IsHigherBetter = true, Format = "P0", HiddenIn = Json | Tables, Digits = 1, IsMinor = true,
            Definition = "Of the answers known with and without the draft, how many are equal.",
        },
    ];
}
