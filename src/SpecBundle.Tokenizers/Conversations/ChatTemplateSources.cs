using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The chat templates in the folder of a model, as they are written.</summary>
/// <param name="Path">The file of the one for plain chats.</param>
/// <param name="Default">The one for plain chats.</param>
/// <param name="ToolUse">The one for chats with tools; null where one serves both.</param>
/// <param name="Tokens">The special tokens that templates name, such as <c>bos_token</c>.</param>
/// <param name="TakesImages">Whether the model is shown images; null where its configuration is not in the folder.</param>
internal sealed record ChatTemplateSources(string Path, string Default, string? ToolUse, IReadOnlyDictionary<string, object?> Tokens, bool? TakesImages)
{
    /// <summary>
    /// The template of <c>chat_template.jinja</c>, of <c>chat_template.json</c> (models that see have it beside the tokenizer's
    /// own, which may know texts alone), or of <c>tokenizer_config.json</c>; null where there is none.
    /// </summary>
    public static ChatTemplateSources? Find(string folder)
    {
        var configuration = System.IO.Path.Combine(folder, "tokenizer_config.json");
        var apart = System.IO.Path.Combine(folder, "chat_template.jinja");
        var ofProcessor = System.IO.Path.Combine(folder, "chat_template.json");
        var forTools = System.IO.Path.Combine(folder, "additional_chat_templates", "tool_use.jinja");
        try
        {
            var document = Read(configuration);
            var tokens = SpecialTokens(document);
            if (File.Exists(apart))
            {
                return new(apart, ModelFile.ReadText(apart), File.Exists(forTools) ? ModelFile.ReadText(forTools) : null, tokens, Sees(folder));
            }

            return Named(ofProcessor, Read(ofProcessor), tokens, folder) ?? Named(configuration, document, tokens, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new TokenizerException(configuration, exception.Message, exception);
        }
    }

    private static JsonElement Read(string path) => File.Exists(path) ? PythonJson.Parse(ModelFile.Read(path)) : PythonJson.Parse("{}"u8);

    private static ChatTemplateSources? Named(string path, JsonElement document, IReadOnlyDictionary<string, object?> tokens, string folder)
    {
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("chat_template", out var template) || template.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (template.ValueKind != JsonValueKind.Array)
        {
            return new(path, template.GetString()!, null, tokens, Sees(folder));
        }

        // Some checkpoints name several.
        var all = template.EnumerateArray().ToDictionary(named => named.GetProperty("name").GetString()!, named => named.GetProperty("template").GetString(), StringComparer.Ordinal);
        return all.GetValueOrDefault("default") is { } source ? new(path, source, all.GetValueOrDefault("tool_use"), tokens, Sees(folder)) : null;
    }

    private static bool? Sees(string folder)
    {
        var configuration = Read(System.IO.Path.Combine(folder, "config.json"));
        return configuration.ValueKind != JsonValueKind.Object || !configuration.EnumerateObject().Any() ? null
            : configuration.EnumerateObject().Any(member => member.Name is "vision_config" or "image_token_id" or "image_token_index" or "mm_vision_tower" or "vision_tower");
    }

    private static Dictionary<string, object?> SpecialTokens(JsonElement configuration)
    {
        var tokens = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in configuration.ValueKind == JsonValueKind.Object ? configuration.EnumerateObject().Where(property => property.Name.EndsWith("_token", StringComparison.Ordinal)) : [])
        {
            var text = property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("content", out var content) ? content : property.Value;
            if (text.ValueKind == JsonValueKind.String)
            {
                tokens[property.Name] = text.GetString();
            }
        }

        return tokens;
    }
}
