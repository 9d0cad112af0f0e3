using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>What <c>config.json</c> says of a Llama target or of an EAGLE3 draft.</summary>
internal sealed record ModelConfiguration
{
    // More than any model for a processor has; products of these stay within 64 bits.
    private const int MostSize = 10_000_000;
    private const int MostLayers = 10_000;
    private const int MostTokens = 100_000_000;
    private const int DefaultContext = 2048;
    private const int DefaultStates = 3;

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

    /// <exception cref="ModelLoadException">It can't be read, is of another class, or asks for what this engine does not compute.</exception>
    public static ModelConfiguration Read(string folder, string architecture, bool isDraft = false)
    {
        var path = Path.Combine(folder, CheckpointConfiguration.FileName);
        var (file, objection) = CheckpointConfiguration.Read(folder);
        if (file is null)
        {
            throw new ModelLoadException(path, $"{objection}.");
        }

        if (file.Architecture != architecture)
        {
            throw new ModelLoadException(path, $"the architecture is {(file.Architecture is { } named ? Printable.Name(named) : "not named")}; this engine runs {architecture} here.");
        }

        var values = new ConfigurationValues(path, file.Root);
        UncomputedSettings.Refuse(values, isDraft);
        var configuration = Read(values, architecture);
        return configuration with { EosTokenIds = ReadGenerationEos(folder) ?? configuration.EosTokenIds };
    }

    private static ModelConfiguration Read(ConfigurationValues values, string architecture)
    {
        var hidden = values.Size("hidden_size", MostSize);
        var heads = values.Size("num_attention_heads", MostSize);
        var configuration = new ModelConfiguration
        {
            Architecture = architecture,
            HiddenSize = hidden,
            IntermediateSize = values.Size("intermediate_size", MostSize),
            Layers = values.Size("num_hidden_layers", MostLayers),
            Heads = heads,
            KeyValueHeads = values.OptionalSize("num_key_value_heads", MostSize) ?? heads,
            HeadSize = values.OptionalSize("head_dim", MostSize) ?? (hidden / heads),
            VocabularySize = values.Size("vocab_size", MostTokens),
            DraftVocabularySize = values.OptionalSize("draft_vocab_size", MostTokens),
            ContextLength = values.OptionalSize("max_position_embeddings", MostTokens) ?? DefaultContext,
            NormEpsilon = values.Number("rms_norm_eps") ?? 1e-6f,
            Rope = RopeConfiguration.Read(values),
            TiedEmbeddings = values.IsSet("tie_word_embeddings"),
            AuxiliaryLayers = ReadAuxiliaryLayers(values),
            EosTokenIds = ReadEos(values),
            DataType = values.Text("torch_dtype") ?? values.Text("dtype") ?? "bfloat16",
        };
        return configuration.Heads % configuration.KeyValueHeads == 0 && configuration.HeadSize > 0 && configuration.HeadSize % 2 == 0
            ? configuration
            : throw values.Refusal("the heads can't be shared: num_key_value_heads must divide num_attention_heads, and head_dim must be even.");
    }

    private static IReadOnlyList<int>? ReadAuxiliaryLayers(ConfigurationValues values)
    {
        var named = (values.Member("eagle_config") is { ValueKind: JsonValueKind.Object } eagle ? values.In(eagle).Numbers("eagle_aux_hidden_state_layer_ids") : null)
            ?? values.Numbers("eagle_aux_hidden_state_layer_ids");
        if (values.OptionalSize("num_aux_hidden_states", MostLayers) is { } states && states != (named is { Count: > 0 } ? named.Count : DefaultStates))
        {
            throw values.Refusal($"num_aux_hidden_states is {states}, and {(named is { Count: > 0 } ? $"{named.Count} layers are named" : $"no layers are named: this engine reads {DefaultStates} then")}.");
        }

        // None is what SGLang takes for its own three.
        return named is { Count: > 0 } ? named : null;
    }

    private static IReadOnlyList<int>? ReadGenerationEos(string folder)
    {
        var path = Path.Combine(folder, "generation_config.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var ids = ReadEos(new ConfigurationValues(path, PythonJson.Parse(ModelFile.Read(path, CheckpointConfiguration.Longest))));
            return ids.Count > 0 ? ids : null;
        }
        catch (JsonException exception)
        {
            throw new ModelLoadException(path, $"{PythonJson.Objection(exception)}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(path, exception.Message, exception);
        }
    }

    /// <summary>One id or several.</summary>
    private static IReadOnlyList<int> ReadEos(ConfigurationValues values) =>
        values.Member("eos_token_id").ValueKind == JsonValueKind.Array ? values.Numbers("eos_token_id")!
        : values.Member("eos_token_id") is { ValueKind: JsonValueKind.Number } one && one.TryGetInt32(out var id) ? [id]
        : values.Says("eos_token_id") ? throw values.Refusal("eos_token_id is neither an id nor a list of ids.")
        : [];
}
