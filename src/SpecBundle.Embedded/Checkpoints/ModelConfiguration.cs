using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>What <c>config.json</c> says of a Llama target or of an EAGLE3 draft.</summary>
internal sealed record ModelConfiguration
{
    public required string Architecture { get; init; }

    public required int HiddenSize { get; init; }

    public required int IntermediateSize { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int KeyValueHeads { get; init; }

    public required int HeadSize { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Tokens a draft can propose; null for a target.</summary>
    public int? DraftVocabularySize { get; init; }

    public required int ContextLength { get; init; }

    public required float NormEpsilon { get; init; }

    public required RopeConfiguration Rope { get; init; }

    public bool TiedEmbeddings { get; init; }

    /// <summary>Target layers whose entering hidden states a draft reads; null where its configuration names none.</summary>
    public IReadOnlyList<int>? AuxiliaryLayers { get; init; }

    public IReadOnlyList<int> EosTokenIds { get; init; } = [];

    public string DataType { get; init; } = "bfloat16";

    public static ModelConfiguration Read(string folder, string architecture)
    {
        var path = Path.Combine(folder, "config.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var configuration = Read(path, document.RootElement, architecture);
            return configuration with { EosTokenIds = ReadGenerationEos(folder) ?? configuration.EosTokenIds };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelLoadException(path, exception.Message, exception);
        }
    }

    private static ModelConfiguration Read(string path, JsonElement root, string architecture)
    {
        var named = root.TryGetProperty("architectures", out var names) && names.GetArrayLength() > 0 ? names[0].GetString() : null;
        if (named != architecture)
        {
            throw new ModelLoadException(path, $"the architecture is {named ?? "not named"}; this engine runs {architecture} here.");
        }

        var hidden = root.GetProperty("hidden_size").GetInt32();
        var heads = root.GetProperty("num_attention_heads").GetInt32();
        RefuseWhatIsNotLlama(path, root);
        var configuration = new ModelConfiguration
        {
            Architecture = architecture,
            HiddenSize = hidden,
            IntermediateSize = root.GetProperty("intermediate_size").GetInt32(),
            Layers = root.GetProperty("num_hidden_layers").GetInt32(),
            Heads = heads,
            KeyValueHeads = Integer(root, "num_key_value_heads") ?? heads,
            HeadSize = Integer(root, "head_dim") ?? (heads > 0 ? hidden / heads : 0),
            VocabularySize = root.GetProperty("vocab_size").GetInt32(),
            DraftVocabularySize = Integer(root, "draft_vocab_size"),
            ContextLength = Integer(root, "max_position_embeddings") ?? 2048,
            NormEpsilon = root.TryGetProperty("rms_norm_eps", out var epsilon) ? epsilon.GetSingle() : 1e-6f,
            Rope = RopeConfiguration.Read(path, root),
            TiedEmbeddings = root.TryGetProperty("tie_word_embeddings", out var tied) && tied.ValueKind == JsonValueKind.True,
            AuxiliaryLayers = ReadAuxiliaryLayers(root),
            EosTokenIds = ReadEos(root),
            DataType = (root.TryGetProperty("torch_dtype", out var type) || root.TryGetProperty("dtype", out type) ? type.GetString() : null) ?? "bfloat16",
        };
        return configuration.Checked(path);
    }

    private ModelConfiguration Checked(string path)
    {
        var sizes = new (string Name, int Value)[]
        {
            ("hidden_size", HiddenSize), ("intermediate_size", IntermediateSize), ("num_hidden_layers", Layers), ("num_attention_heads", Heads),
            ("num_key_value_heads", KeyValueHeads), ("head_dim", HeadSize), ("vocab_size", VocabularySize), ("draft_vocab_size", DraftVocabularySize ?? 1),
            ("max_position_embeddings", ContextLength),
        };
        foreach (var (name, value) in sizes)
        {
            if (value < 1)
            {
                throw new ModelLoadException(path, $"{name} is {value}.");
            }
        }

        return Heads % KeyValueHeads == 0 && HeadSize % 2 == 0
            ? this
            : throw new ModelLoadException(path, "the heads can't be shared: num_key_value_heads must divide num_attention_heads, and head_dim must be even.");
    }

    private static void RefuseWhatIsNotLlama(string path, JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["attention_bias", "mlp_bias"])
        {
            if (root.TryGetProperty(name, out var bias) && bias.ValueKind == JsonValueKind.True)
            {
                throw new ModelLoadException(path, $"{name} is set; this engine computes no biases.");
            }
        }

        if (root.TryGetProperty("hidden_act", out var activation) && activation.GetString() is { } function and not "silu")
        {
            throw new ModelLoadException(path, $"hidden_act is {function}; this engine computes silu.");
        }

        if (root.TryGetProperty("quantization_config", out var quantization) && quantization.ValueKind == JsonValueKind.Object)
        {
            var method = quantization.TryGetProperty("quant_method", out var named) ? named.ToString() : "a method it does not name";
            throw new ModelLoadException(path, $"the weights are quantised ({method}); this engine reads BF16, F16 and F32.");
        }
    }

    private static int? Integer(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static List<int>? ReadAuxiliaryLayers(JsonElement root)
    {
        var holder = root.TryGetProperty("eagle_config", out var eagle) && eagle.ValueKind == JsonValueKind.Object ? eagle : root;
        return holder.TryGetProperty("eagle_aux_hidden_state_layer_ids", out var layers) && layers.ValueKind == JsonValueKind.Array
            ? [.. layers.EnumerateArray().Select(layer => layer.GetInt32())]
            : null;
    }

    private static List<int>? ReadGenerationEos(string folder)
    {
        var path = Path.Combine(folder, "generation_config.json");
        if (!File.Exists(path))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var ids = ReadEos(document.RootElement);
        return ids.Count > 0 ? ids : null;
    }

    private static List<int> ReadEos(JsonElement root) => !root.TryGetProperty("eos_token_id", out var eos) ? [] : eos.ValueKind switch
    {
        JsonValueKind.Number => [eos.GetInt32()],
        JsonValueKind.Array => [.. eos.EnumerateArray().Select(id => id.GetInt32())],
        _ => [],
    };
}
