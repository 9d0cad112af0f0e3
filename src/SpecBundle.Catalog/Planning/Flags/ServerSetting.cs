namespace SpeculativeDecoding;

/// <summary>A setting of the server that a plan reads or asks for. Its flag is spelled for the planned release by <see cref="FlagGate"/>, and nowhere else.</summary>
/// <param name="Flag">The flag under its newest name.</param>
internal sealed record ServerSetting(string Flag)
{
    public static readonly ServerSetting ModelPath = new("--model-path") { Documented = "--model" };
    public static readonly ServerSetting TargetRevision = new("--revision");
    public static readonly ServerSetting RemoteCode = new("--trust-remote-code");
    public static readonly ServerSetting ModelOverrides = new("--json-model-override-args");
    public static readonly ServerSetting LoadFormat = new("--load-format");
    public static readonly ServerSetting DraftLoadFormat = new("--speculative-draft-load-format");
    public static readonly ServerSetting TokenizerPath = new("--tokenizer-path");
    public static readonly ServerSetting WithoutTokenizer = new("--skip-tokenizer-init");
    public static readonly ServerSetting ContextLength = new("--context-length");

    public static readonly ServerSetting Algorithm = new("--speculative-algorithm");
    public static readonly ServerSetting DraftPath = new("--speculative-draft-model-path");
    public static readonly ServerSetting DraftRevision = new("--speculative-draft-model-revision");
    public static readonly ServerSetting DraftQuantization = new("--speculative-draft-model-quantization");
    public static readonly ServerSetting Steps = new("--speculative-num-steps");
    public static readonly ServerSetting TopK = new("--speculative-eagle-topk");
    public static readonly ServerSetting DraftTokens = new("--speculative-num-draft-tokens");

    public static readonly ServerSetting DFlashBlock = new("--speculative-dflash-block-size");
    public static readonly ServerSetting DSparkBlock = new("--speculative-dspark-block-size");

    public static readonly ServerSetting TensorParallelSize = new("--tp-size") { Documented = "--tp" };
    public static readonly ServerSetting PipelineParallelSize = new("--pp-size");
    public static readonly ServerSetting DataParallelSize = new("--dp-size");
    public static readonly ServerSetting DataParallelAttention = new("--enable-dp-attention");
    public static readonly ServerSetting Nodes = new("--nnodes");
    public static readonly ServerSetting FirstGpu = new("--base-gpu-id");
    public static readonly ServerSetting GpuStep = new("--gpu-id-step");
    public static readonly ServerSetting WithoutCustomAllReduce = new("--disable-custom-all-reduce");
    public static readonly ServerSetting MemoryFraction = new("--mem-fraction-static");
    public static readonly ServerSetting Quantization = new("--quantization");
    public static readonly ServerSetting DataType = new("--dtype");
    public static readonly ServerSetting TorchAo = new("--torchao-config");
    public static readonly ServerSetting OffloadGigabytes = new("--cpu-offload-gb");
    public static readonly ServerSetting OffloadGroup = new("--offload-group-size");
    public static readonly ServerSetting ExpertParallelSize = new("--ep-size");
    public static readonly ServerSetting MaxRunningRequests = new("--max-running-requests");
    public static readonly ServerSetting AttentionBackend = new("--attention-backend");
    public static readonly ServerSetting IncrementalStreaming = new("--incremental-streaming-output");

    public static readonly ServerSetting Host = new("--host");
    public static readonly ServerSetting Port = new("--port");
    public static readonly ServerSetting ConfigFile = new("--config");
    public static readonly ServerSetting ApiKey = new("--api-key") { SecretVariable = "SPECBUNDLE_API_KEY" };
    public static readonly ServerSetting AdminApiKey = new("--admin-api-key") { SecretVariable = "SPECBUNDLE_ADMIN_API_KEY" };
    public static readonly ServerSetting KeyFilePassword = new("--ssl-keyfile-password") { SecretVariable = "SPECBUNDLE_SSL_KEYFILE_PASSWORD" };

    /// <summary>The settings whose values are secrets.</summary>
    public static readonly IReadOnlyList<ServerSetting> Secrets = [ApiKey, AdminApiKey, KeyFilePassword];

    /// <summary>How the documented commands of the release write the flag; null where they write it in full.</summary>
    public string? Documented { get; private init; }

    /// <summary>The environment variable that stands for the value in renderings; null where the value is no secret.</summary>
    public string? SecretVariable { get; private init; }
}
