using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What <c>config.json</c> says. What it does not say, or says in another type, is null.</summary>
internal sealed class CheckpointConfiguration(JsonElement root)
{
    public const string FileName = "config.json";

    // Models that see images keep what matters here in a part of its own; drafts of the speculators format likewise.
    private static readonly string[] Parts = ["text_config", "llm_config", "language_config", "transformer_layer_config"];

    public JsonElement Root { get; } = root;

    /// <summary>The part that describes the language model.</summary>
    public JsonElement Text { get; } = Parts.Select(part => Member(root, part)).FirstOrDefault(part => part.ValueKind == JsonValueKind.Object) is { ValueKind: JsonValueKind.Object } inner ? inner : root;

    /// <summary>The model class, for example <c>LlamaForCausalLM</c>.</summary>
    public string? Architecture => Member(Root, "architectures") is { ValueKind: JsonValueKind.Array } names && names.GetArrayLength() > 0 && names[0].ValueKind == JsonValueKind.String ? names[0].GetString() : null;

    public bool IsTied => Member(Text, "tie_word_embeddings").ValueKind == JsonValueKind.True || Member(Root, "tie_word_embeddings").ValueKind == JsonValueKind.True;

    public bool IsQuantized => HasObject(Root, "quantization_config") || HasObject(Text, "quantization_config");

    public long? HiddenSize => Number("hidden_size");

    public long? Heads => Number("num_attention_heads");

    public long? KeyValueHeads => Number("num_key_value_heads") ?? Heads;

    public long? HeadSize => Number("head_dim") ?? (Heads is > 0 ? HiddenSize / Heads : null);

    public long? VocabularySize => Number("vocab_size");

    /// <summary>Tokens that a draft can propose; those of the target where it says nothing.</summary>
    public long? DraftVocabularySize => NumberIn(Root, "draft_vocab_size") ?? VocabularySize;

    /// <summary>The width of the hidden states that a draft reads.</summary>
    public long? TargetHiddenSize => NumberIn(Root, "target_hidden_size") ?? HiddenSize;

    /// <summary>The layers of the target whose hidden states a draft reads; null where it names none, and three are read.</summary>
    public IReadOnlyList<long>? CapturedLayers
    {
        get
        {
            var holder = Member(Root, "eagle_config") is { ValueKind: JsonValueKind.Object } eagle ? eagle : Root;
            return Member(holder, "eagle_aux_hidden_state_layer_ids") is { ValueKind: JsonValueKind.Array } layers && layers.GetArrayLength() > 0
                && layers.EnumerateArray().All(layer => layer.ValueKind == JsonValueKind.Number && layer.TryGetInt64(out _))
                ? [.. layers.EnumerateArray().Select(layer => layer.GetInt64())] : null;
        }
    }

    /// <summary>Reads the file of a folder.</summary>
    /// <returns>What it says, or why it can't be read.</returns>
    public static (CheckpointConfiguration? Value, string? Objection) Read(string folder)
    {
        try
        {
            return Parse(ModelFile.Read(Path.Combine(folder, FileName)));
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
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return (null, $"it is not JSON ({(exception is JsonException { LineNumber: { } line } ? $"line {line + 1}" : exception.Message)})");
        }
    }

    /// <summary>A whole number of the language model's part.</summary>
    public long? Number(string name) => NumberIn(Text, name);

    /// <summary>A text of the whole.</summary>
    public string? TextOf(string name) => Member(Root, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool Has(string name) => Member(Root, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static bool HasObject(JsonElement element, string name) => Member(element, name).ValueKind == JsonValueKind.Object;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static long? NumberIn(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;
}
