using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads the facts of a checkpoint from its folder: <c>config.json</c> and the sizes of its weights.</summary>
internal static class LocalCheckpoint
{
    public static TargetModel Complete(TargetModel target, string folder)
    {
        using var config = Open(folder);
        if (config is null)
        {
            return target;
        }

        var text = config.RootElement.TryGetProperty("text_config", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : config.RootElement;
        var heads = Number(text, "num_attention_heads");
        var keys = Number(text, "num_key_value_heads") ?? heads;
        var headSize = Number(text, "head_dim") ?? (heads is > 0 ? Number(text, "hidden_size") / heads : null);
        var layers = Number(text, "num_hidden_layers");
        var latent = Number(text, "kv_lora_rank");
        return target with
        {
            ContextLength = target.ContextLength ?? Fact(Number(text, "max_position_embeddings"), folder),
            Layers = target.Layers ?? Fact(layers, folder),
            AttentionHeads = target.AttentionHeads ?? Fact(heads, folder),
            KeyValueHeads = target.KeyValueHeads ?? (latent is null ? Fact(keys, folder) : null),
            HeadSize = target.HeadSize ?? Fact(headSize, folder),
            UsesLatentAttention = target.UsesLatentAttention || latent is not null,
            KeyValueBytesPerToken = target.KeyValueBytesPerToken
                ?? Fact(latent is null ? 4L * layers * keys * headSize : 2L * layers * (latent + Number(text, "qk_rope_head_dim")), folder),
            WeightFormat = target.WeightFormat
                ?? (config.RootElement.TryGetProperty("quantization_config", out _) || text.TryGetProperty("quantization_config", out _)
                    ? new(WeightFormat.OtherQuantized, Certainty.Verified, folder) : null),
            NeedsRemoteCode = target.NeedsRemoteCode
                ?? (config.RootElement.TryGetProperty("auto_map", out _) ? new(true, Certainty.Verified, "auto_map in its config.json") : null),
            VocabularySize = target.VocabularySize ?? Fact(Number(text, "vocab_size"), folder),
            WeightBytes = target.WeightBytes ?? Fact(WeightBytes(folder), folder),
        };
    }

    public static DraftModel Complete(DraftModel draft, string folder)
    {
        using var config = Open(folder);
        return config is null ? draft : draft with
        {
            ContextLength = draft.ContextLength ?? Fact(Number(config.RootElement, "max_position_embeddings"), folder),
            WeightBytes = draft.WeightBytes ?? Fact(WeightBytes(folder), folder),
        };
    }

    private static JsonDocument? Open(string folder)
    {
        try
        {
            var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
            return config.RootElement.ValueKind == JsonValueKind.Object ? config : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static long? WeightBytes(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*.safetensors");
        return files.Length == 0 ? null : files.Sum(file => file.Length);
    }

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static Fact<T>? Fact<T>(T? value, string folder)
        where T : struct => value is { } known ? new(known, Certainty.Verified, Path.Combine(folder, "config.json")) : null;
}
