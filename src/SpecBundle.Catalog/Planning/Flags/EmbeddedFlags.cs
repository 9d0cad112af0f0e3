namespace SpeculativeDecoding;

/// <summary>The flags of the embedded server: those of SGLang that mean something on a CPU.</summary>
internal static class EmbeddedFlags
{
    private static readonly string[] Names =
    [
        "--model-path", "--model", "--served-model-name", "--host", "--port", "--config", "--api-key",
        "--speculative-algorithm", "--speculative-draft-model-path", "--speculative-draft-model", "--speculative-num-steps",
        "--speculative-eagle-topk", "--speculative-num-draft-tokens", "--max-running-requests", "--max-total-tokens", "--context-length",
        "--random-seed", "--disable-radix-cache", "--stream-interval", "--incremental-streaming-output", "--decode-log-interval",
        "--log-level", "--enable-metrics", "--skip-server-warmup",
    ];

    internal static FlagSet Set => new(
        "the embedded server",
        FlagTable.Sglang.Rows.Values.Where(row => Names.Contains(row.Name)),
        FlagTable.Sglang.Rows);
}
