namespace SpeculativeDecoding.Embedded;

/// <summary>The flags this server knows: SGLang's, under SGLang's names, and two of its own at the end.</summary>
internal static class FlagTable
{
    public const string ModelPath = "--model-path";
    public const string TokenizerPath = "--tokenizer-path";
    public const string ServedModelName = "--served-model-name";
    public const string Host = "--host";
    public const string Port = "--port";
    public const string ApiKey = "--api-key";
    public const string Config = "--config";
    public const string Algorithm = "--speculative-algorithm";
    public const string DraftModelPath = "--speculative-draft-model-path";
    public const string NumSteps = "--speculative-num-steps";
    public const string TopK = "--speculative-eagle-topk";
    public const string NumDraftTokens = "--speculative-num-draft-tokens";
    public const string MaxRunningRequests = "--max-running-requests";
    public const string MaxTotalTokens = "--max-total-tokens";
    public const string ContextLength = "--context-length";
    public const string RandomSeed = "--random-seed";
    public const string StreamInterval = "--stream-interval";
    public const string Incremental = "--incremental-streaming-output";
    public const string DisableRadixCache = "--disable-radix-cache";
    public const string EnableMetrics = "--enable-metrics";
    public const string DecodeLogInterval = "--decode-log-interval";
    public const string LogLevel = "--log-level";
    public const string SkipServerWarmup = "--skip-server-warmup";
    public const string Device = "--device";
    public const string Dtype = "--dtype";
    public const string TensorParallelSize = "--tp-size";
    public const string Threads = "--threads";
    public const string DrainTimeout = "--drain-timeout";
    public const string Version = "--version";
    public const string Help = "--help";

    public static IReadOnlyList<Flag> All { get; } =
    [
        new(Help, FlagKind.Switch, "Show this text and exit.", ["-h"]),
        new(Version, FlagKind.Switch, "Show the version and exit."),
        new(ModelPath, FlagKind.Text, "Folder of the target's checkpoint, in the Hugging Face layout.", ["--model"]),
        new(TokenizerPath, FlagKind.Text, "Folder of tokenizer.json; must be the model's own."),
        new(ServedModelName, FlagKind.Text, "The model's name over the OpenAI routes; the model path by default."),
        new(Host, FlagKind.Text, "Address to listen on; 127.0.0.1 by default."),
        new(Port, FlagKind.Integer, "Port to listen on; 30000 by default, 0 takes a free one."),
        new(ApiKey, FlagKind.Text, "Key that every route but /health and /metrics asks for; also from SPECBUNDLE_API_KEY."),
        new(Config, FlagKind.Text, "YAML file of 'flag: value' lines; the command line wins over it."),
        new(Algorithm, FlagKind.Text, "Speculate with an EAGLE3 draft; plain decoding without.", Choices: ["EAGLE3"]),
        new(DraftModelPath, FlagKind.Text, "Folder of the draft's checkpoint.", ["--speculative-draft-model"]),
        new(NumSteps, FlagKind.Integer, "Draft forward steps for each verify step."),
        new(TopK, FlagKind.Integer, "Branches kept at each draft step; 1 drafts a chain."),
        new(NumDraftTokens, FlagKind.Integer, "Tokens verified at once, the root included."),
        new(MaxRunningRequests, FlagKind.Integer, "Requests computed in one batch; 48 by default."),
        new(MaxTotalTokens, FlagKind.Integer, "Tokens the KV cache holds."),
        new(ContextLength, FlagKind.Integer, "Longest prompt with its answer, in tokens; the model's own by default."),
        new(RandomSeed, FlagKind.Integer, "Seed of the sampled requests that bring none."),
        new(StreamInterval, FlagKind.Integer, "New tokens that a streamed event waits for; 1 by default."),
        new(Incremental, FlagKind.Switch, "Streamed events carry new text and ids alone.", ["--stream-output"]),
        new(DisableRadixCache, FlagKind.Switch, "Compute every prompt anew."),
        new(EnableMetrics, FlagKind.Switch, "Serve Prometheus counters at /metrics, and request timings in meta_info."),
        new(DecodeLogInterval, FlagKind.Integer, "Decode steps between two 'Decode batch' lines; 40 by default."),
        new(LogLevel, FlagKind.Text, "Lowest level that is logged; info by default.", Choices: ["debug", "info", "warning", "error", "critical"]),
        new(SkipServerWarmup, FlagKind.Switch, "Be ready without a first request of its own."),
        new(Device, FlagKind.Text, "Where it computes.", Choices: ["cpu"]),
        new(Dtype, FlagKind.Text, "What it computes in: weights of any stored type are widened to float32.", Choices: ["auto", "float", "float32"]),
        new(TensorParallelSize, FlagKind.Integer, "Only 1: one process computes the whole model.", ["--tensor-parallel-size"]),
        new(Threads, FlagKind.Integer, "Threads that compute; one for each core by default. (Not a flag of SGLang.)"),
        new(DrainTimeout, FlagKind.Number, "Seconds that SIGTERM waits for running requests; 8 by default. (Not a flag of SGLang.)"),
    ];
}
