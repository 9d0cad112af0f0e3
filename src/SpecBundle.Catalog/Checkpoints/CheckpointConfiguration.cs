using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What <c>config.json</c> says. What it does not say, or says in another type, is null.</summary>
internal sealed class CheckpointConfiguration(JsonElement root)
{
    public const string FileName = "config.json";

    /// <summary>A file larger than this is not read, in bytes: the largest that are known have a few hundred thousand.</summary>
    public const int Longest = 10_000_000;

    // No model has a size of that many: a long context has ten million tokens.
    private const long Largest = 1_000_000_000;

    // What sizes are computed with.
    private static readonly string[] Sizes =
    [
        "hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim", "vocab_size", "intermediate_size", "moe_intermediate_size",
        "max_position_embeddings", "kv_lora_rank", "qk_rope_head_dim", "draft_vocab_size", "target_hidden_size", "block_size",
    ];

    // Models that see images keep what matters here in a part of its own; drafts of the speculators format likewise.
    private static readonly string[] Parts = ["text_config", "llm_config", "language_config", "transformer_layer_config"];

    public JsonElement Root { get; } = root;

    /// <summary>The part that describes the language model.</summary>
    public JsonElement Text { get; } = Parts.Select(part => Member(root, part)).FirstOrDefault(part => part.ValueKind == JsonValueKind.Object) is { ValueKind: JsonValueKind.Object } inner ? inner : root;

    /// <summary>The model class, for example <c>LlamaForCausalLM</c>.</summary>
    public string? Architecture => Member(Root, "architectures") is { ValueKind: JsonValueKind.Array } names && names.GetArrayLength() > 0 && names[0].ValueKind == JsonValueKind.String ? names[0].GetString() : null;

    public bool IsTied => Member(Text, "tie_word_embeddings").ValueKind == JsonValueKind.True || Member(Root, "tie_word_embeddings").ValueKind == JsonValueKind.True;

    public bool IsQuantized => HasObject(Root, "quantization_config") || HasObject(Text, "quantization_config");

    /// <summary>Whether Python code of the repository must run before anything of it can be read. Code for the model alone is passed over where SGLang has a class of its own.</summary>
    public bool BringsConfigurationCode => this["auto_map"] is var map && (map.ValueKind == JsonValueKind.Object ? Says(map, "AutoConfig") : Says(Root, "auto_map"));

    public long? HiddenSize => Number("hidden_size");

    public long? Heads => Number("num_attention_heads");

    /// <summary>As many as query heads where it says nothing; unknown where it says something else than a number, such as one for each layer.</summary>
    public long? KeyValueHeads => Says(Text, "num_key_value_heads") ? Number("num_key_value_heads") : Heads;

    public long? HeadSize => Says(Text, "head_dim") ? Number("head_dim") : Heads is > 0 ? HiddenSize / Heads : null;

    public long? VocabularySize => Number("vocab_size");

    /// <summary>Tokens that a draft can propose; those of the target where it says nothing.</summary>
    public long? DraftVocabularySize => Says(Root, "draft_vocab_size") ? NumberIn(Root, "draft_vocab_size") : VocabularySize;

    /// <summary>The width of the hidden states that a draft reads.</summary>
    public long? TargetHiddenSize => Says(Root, "target_hidden_size") ? NumberIn(Root, "target_hidden_size") : HiddenSize;

    /// <summary>The layers of the target whose hidden states an EAGLE3 draft reads; null where it names none, and three are read.</summary>
    public IReadOnlyList<long>? CapturedLayers =>
        Numbers(Member(Root, "eagle_config"), "eagle_aux_hidden_state_layer_ids") ?? Numbers(Root, "eagle_aux_hidden_state_layer_ids");

    /// <summary>How many hidden states an EAGLE3 draft reads side by side; null where it does not say, and three are read.</summary>
    public int? CapturedStates => NumberIn(Root, "num_aux_hidden_states") is { } states ? (int)states : CapturedLayers?.Count;

    /// <summary>Whether an EAGLE3 draft reads the target's last hidden state in place of several.</summary>
    public bool ReadsLastStateAlone => In("eagle_config", "use_aux_hidden_state").ValueKind == JsonValueKind.False;

    /// <summary>The first size that no model has, as the file says it; null where there is none.</summary>
    public (string Name, string Value)? ImpossibleSize
    {
        get
        {
            foreach (var (part, name) in new[] { Text, Root }.SelectMany(part => Sizes.Select(name => (part, name))))
            {
                // What is no number at all is unknown, and said as such.
                if (Member(part, name) is { ValueKind: JsonValueKind.Number } value && !(value.TryGetDouble(out var number) && number is >= 0 and <= Largest && number == Math.Floor(number))
                    && !(name == "max_position_embeddings" && number < 0))
                {
                    return (name, Printable.Name(value.GetRawText()));
                }
            }

            return null;
        }
    }

    /// <summary>Reads the file of a folder.</summary>
    /// <returns>What it says, or why it can't be read.</returns>
    public static (CheckpointConfiguration? Value, string? Objection) Read(string folder)
    {
        try
        {
            return Parse(ModelFile.Read(Path.Combine(folder, FileName), Longest));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>Reads the bytes of the file.</summary>
    public static (CheckpointConfiguration? Value, string? Objection) Parse(byte[] bytes)
    {
        try
        {
            var root = PythonJson.Parse(bytes);
            return root.ValueKind == JsonValueKind.Object ? (new(root), null) : (null, "it is no JSON object");
        }
        catch (JsonException exception)
        {
            return (null, PythonJson.Objection(exception));
        }
    }

    /// <summary>A whole number of the language model's part, from 0 to a billion.</summary>
    public long? Number(string name) => NumberIn(Text, name);

    /// <summary>A member of a part of the whole; undefined where there is none.</summary>
    public JsonElement In(string part, string name) => Member(Member(Root, part), name);

    /// <summary>A member of the whole; undefined where there is none.</summary>
    public JsonElement this[string name] => Member(Root, name);

    /// <summary>A list of whole numbers with something in it; null where there is none.</summary>
    public static IReadOnlyList<long>? Numbers(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
        && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt64(out _))
            ? [.. list.EnumerateArray().Select(one => one.GetInt64())] : null;

    /// <summary>A text of the whole.</summary>
    public string? TextOf(string name) => Member(Root, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool Has(string name) => Says(Root, name);

    /// <summary>Whether a member of the whole is there and is not false, empty or 0, as Python counts it.</summary>
    public bool IsSet(string name) => IsTruthy(this[name]);

    /// <summary>Likewise of a part of the whole.</summary>
    public bool IsSetIn(string part, string name) => IsTruthy(In(part, name));

    private static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => !value.TryGetDouble(out var number) || number != 0,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.GetPropertyCount() > 0,
        _ => false,
    };

    private static bool HasObject(JsonElement element, string name) => Member(element, name).ValueKind == JsonValueKind.Object;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static bool Says(JsonElement element, string name) => Member(element, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static long? NumberIn(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number is >= 0 and <= Largest ? number : null;
}
