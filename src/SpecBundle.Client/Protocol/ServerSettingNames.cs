using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Arguments of a server that its answers or their speed depend on, and that have no property of their own. None of them holds a secret.</summary>
internal static class ServerSettingNames
{
    private static readonly string[] Names =
    [
        "load_format", "dtype", "quantization", "kv_cache_dtype", "weight_version", "device", "attention_backend", "prefill_attention_backend", "decode_attention_backend",
        "sampling_backend", "moe_runner_backend", "chunked_prefill_size", "page_size", "schedule_policy", "dp_size", "ep_size", "pp_size", "disable_radix_cache", "disable_cuda_graph",
        "disable_overlap_schedule", "enable_torch_compile", "enable_deterministic_inference", "speculative_draft_model_quantization", "speculative_token_map", "speculative_attention_mode",
    ];

    /// <summary>The name that the reader stands at; null for another.</summary>
    public static string? Find(ref Utf8JsonReader reader)
    {
        foreach (var name in Names)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }
}
