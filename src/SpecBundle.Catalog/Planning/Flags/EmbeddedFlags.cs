namespace SpeculativeDecoding;

/// <summary>The flags of the embedded server: those of SGLang that mean something on a CPU, and two of its own.</summary>
internal static class EmbeddedFlags
{
    private static readonly string[] Names =
    [
        "--model-path", "--model", "--tokenizer-path", "--served-model-name", "--host", "--port", "--config", "--api-key",
        "--speculative-algorithm", "--speculative-draft-model-path", "--speculative-draft-model", "--speculative-num-steps",
        "--speculative-eagle-topk", "--speculative-num-draft-tokens", "--max-running-requests", "--max-total-tokens", "--context-length",
        "--random-seed", "--disable-radix-cache", "--stream-interval", "--incremental-streaming-output", "--decode-log-interval",
        "--log-level", "--enable-metrics", "--skip-server-warmup", "--device", "--dtype", "--tp-size", "--tensor-parallel-size",
    ];

    private static readonly string[] OwnNames = ["--threads", "--drain-timeout"];

    public static FlagSet Set => new(
        "The embedded server",
        [.. FlagTable.Sglang.Rows.Values.Where(row => Names.Contains(row.Name)), .. OwnNames.Select(Own)],
        FlagTable.Sglang.Rows)
    {
        HasAlgorithm = algorithm => algorithm == SpeculativeAlgorithm.Eagle3,
    };

    private static FlagRow Own(string name) =>
        new(name, [], FlagTable.Sglang.Releases[0], Last: null, [], FlagValues.One, IsDeprecated: false, []);
}
