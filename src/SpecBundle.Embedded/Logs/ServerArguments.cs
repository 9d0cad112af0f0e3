using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The server's arguments under SGLang's names: <c>server_args=ServerArgs(...)</c> in the log, flat fields in /server_info.</summary>
internal sealed class ServerArguments(ServerFlags flags, int port)
{
    private const string ContextLength = "context_length";

    private readonly IReadOnlyList<(string Name, object? Value)> _values =
    [
        ("model_path", flags.ModelPath),
        ("tokenizer_path", flags.ModelPath),
        ("skip_tokenizer_init", false),
        ("load_format", "auto"),
        ("trust_remote_code", false),
        (ContextLength, flags.ContextLength),
        ("dtype", flags.Dtype),
        ("quantization", null),
        ("kv_cache_dtype", "auto"),
        ("max_running_requests", flags.MaxRunningRequests),
        ("max_total_tokens", flags.MaxTotalTokens),
        ("page_size", 1),
        ("disable_radix_cache", flags.DisableRadixCache),
        ("tp_size", 1),
        ("pp_size", 1),
        ("dp_size", 1),
        ("device", "cpu"),
        ("random_seed", flags.RandomSeed),
        ("host", flags.Host),
        ("port", port),
        ("skip_server_warmup", flags.SkipServerWarmup),
        ("api_key", flags.ApiKey is null ? null : ServerLog.Mask),
        ("served_model_name", flags.ServedModelName),
        ("weight_version", MetaInfo.WeightVersion),
        ("stream_interval", flags.StreamInterval),
        ("incremental_streaming_output", flags.IncrementalStreamingOutput),
        ("log_level", flags.LogLevel),
        ("enable_metrics", flags.EnableMetrics),
        ("decode_log_interval", flags.DecodeLogInterval),
        ("disable_cuda_graph", true),
        ("speculative_algorithm", flags.Speculation is null ? null : "EAGLE3"),
        ("speculative_draft_model_path", flags.Speculation?.DraftModelPath),
        ("speculative_num_steps", flags.Speculation?.NumSteps),
        ("speculative_eagle_topk", flags.Speculation?.TopK),
        ("speculative_num_draft_tokens", flags.Speculation?.NumDraftTokens),
    ];

    /// <summary>The log line, as Python would show the values.</summary>
    public string LogLine()
    {
        var line = new StringBuilder("server_args=ServerArgs(");
        for (var i = 0; i < _values.Count; i++)
        {
            line.Append(i == 0 ? "" : ", ").Append(_values[i].Name).Append('=').Append(_values[i].Value switch
            {
                null => "None",
                bool value => value ? "True" : "False",
                int value => value.ToString(CultureInfo.InvariantCulture),
                var value => $"'{value}'",
            });
        }

        return line.Append(')').ToString();
    }

    /// <summary>The fields, with the context length that is in force rather than the one asked for.</summary>
    public void WriteFields(Utf8JsonWriter json, int contextLength)
    {
        foreach (var (name, value) in _values)
        {
            switch (value)
            {
                case var _ when name == ContextLength: json.WriteNumber(name, contextLength); break;
                case null: json.WriteNull(name); break;
                case bool flag: json.WriteBoolean(name, flag); break;
                case int number: json.WriteNumber(name, number); break;
                default: json.WriteString(name, value.ToString()); break;
            }
        }
    }
}
