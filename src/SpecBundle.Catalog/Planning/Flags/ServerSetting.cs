namespace SpeculativeDecoding;

/// <summary>A setting of the server that a plan reads or asks for. Its flag is spelled for the planned release by <see cref="FlagGate"/>, and nowhere else.</summary>
/// <param name="Flag">The flag under its newest name.</param>
internal sealed record ServerSetting(string Flag)
{
    internal static readonly ServerSetting ModelPath = new("--model-path") { Documented = "--model" };
    internal static readonly ServerSetting TargetRevision = new("--revision");
    internal static readonly ServerSetting RemoteCode = new("--trust-remote-code");
    internal static readonly ServerSetting ModelOverrides = new("--json-model-override-args");
    internal static readonly ServerSetting ContextLength = new("--context-length");

    internal static readonly ServerSetting Algorithm = new("--speculative-algorithm");
    internal static readonly ServerSetting DraftPath = new("--speculative-draft-model-path");
    internal static readonly ServerSetting DraftRevision = new("--speculative-draft-model-revision");
    internal static readonly ServerSetting DraftQuantization = new("--speculative-draft-model-quantization");
    internal static readonly ServerSetting Steps = new("--speculative-num-steps");
    internal static readonly ServerSetting TopK = new("--speculative-eagle-topk");
    internal static readonly ServerSetting DraftTokens = new("--speculative-num-draft-tokens");

    internal static readonly ServerSetting TensorParallelSize = new("--tp-size") { Documented = "--tp" };
    internal static readonly ServerSetting PipelineParallelSize = new("--pp-size");
    internal static readonly ServerSetting DataParallelSize = new("--dp-size");
    internal static readonly ServerSetting Nodes = new("--nnodes");
    internal static readonly ServerSetting MemoryFraction = new("--mem-fraction-static");
    internal static readonly ServerSetting MaxRunningRequests = new("--max-running-requests");
    internal static readonly ServerSetting AttentionBackend = new("--attention-backend");
    internal static readonly ServerSetting IncrementalStreaming = new("--incremental-streaming-output");

    internal static readonly ServerSetting Host = new("--host");
    internal static readonly ServerSetting Port = new("--port");
    internal static readonly ServerSetting ConfigFile = new("--config");
    internal static readonly ServerSetting ApiKey = new("--api-key") { SecretVariable = "SPECBUNDLE_API_KEY" };
    internal static readonly ServerSetting AdminApiKey = new("--admin-api-key") { SecretVariable = "SPECBUNDLE_ADMIN_API_KEY" };
    internal static readonly ServerSetting KeyFilePassword = new("--ssl-keyfile-password") { SecretVariable = "SPECBUNDLE_SSL_KEYFILE_PASSWORD" };

    /// <summary>The settings whose values are secrets.</summary>
    internal static readonly IReadOnlyList<ServerSetting> Secrets = [ApiKey, AdminApiKey, KeyFilePassword];

    /// <summary>How the documented commands of the release write the flag; null where they write it in full.</summary>
    internal string? Documented { get; private init; }

    /// <summary>The environment variable that stands for the value in renderings; null where the value is no secret.</summary>
    internal string? SecretVariable { get; private init; }
}
