using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>
/// The chat template of a checkpoint, in the part of Jinja that plain templates are written in: loops over the messages,
/// conditions, <c>set</c>, strings joined by <c>+</c>, comparisons, and the filter <c>trim</c>. A template that asks for
/// more is refused when it is used, not guessed at.
/// </summary>
internal sealed class ChatTemplate
{
    private readonly string _path;
    private readonly Dictionary<string, object?> _tokens;
    private readonly IReadOnlyList<ITemplateNode>? _nodes;
    private readonly TemplateException? _unreadable;

    public ChatTemplate(string path, string source, IReadOnlyDictionary<string, object?>? tokens = null)
    {
        _path = path;
        _tokens = new Dictionary<string, object?>(tokens ?? new Dictionary<string, object?>(), StringComparer.Ordinal);
        try
        {
            _nodes = TemplateParser.Parse(source);
        }
        catch (TemplateException exception)
        {
            _unreadable = exception;
        }
    }

    /// <summary>The template of <c>chat_template.jinja</c>, or of <c>tokenizer_config.json</c>; null where there is neither.</summary>
    public static ChatTemplate? Find(string folder)
    {
        var configuration = Path.Combine(folder, "tokenizer_config.json");
        var apart = Path.Combine(folder, "chat_template.jinja");
        try
        {
            using var document = File.Exists(configuration) ? JsonDocument.Parse(File.ReadAllBytes(configuration)) : JsonDocument.Parse("{}");
            var tokens = SpecialTokens(document.RootElement);
            if (File.Exists(apart))
            {
                return new ChatTemplate(apart, File.ReadAllText(apart), tokens);
            }

            return SourceIn(document.RootElement) is { } source ? new ChatTemplate(configuration, source, tokens) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new TokenizerException(configuration, exception.Message, exception);
        }
    }

    /// <exception cref="TokenizerException">The template is not one that this package reads, or it refuses the messages.</exception>
    public string Render(IEnumerable<(string Role, string Content)> messages)
    {
        try
        {
            var variables = new Dictionary<string, object?>(_tokens, StringComparer.Ordinal)
            {
                ["messages"] = messages.Select(object (message) => new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["role"] = message.Role,
                    ["content"] = message.Content,
                }).ToList(),
                ["add_generation_prompt"] = true,
            };
            var output = new StringBuilder();
            foreach (var node in _nodes ?? throw _unreadable!)
            {
                node.Render(variables, output);
            }

            return output.ToString();
        }
        catch (TemplateException exception)
        {
            throw new TokenizerException(_path, $"the chat template can't be used: {exception.Message}", exception);
        }
    }

    private static string? SourceIn(JsonElement configuration)
    {
        if (!configuration.TryGetProperty("chat_template", out var template))
        {
            return null;
        }

        // Some checkpoints name several; the one for plain chats is called default.
        return template.ValueKind == JsonValueKind.Array
            ? template.EnumerateArray().Where(named => named.GetProperty("name").GetString() == "default").Select(named => named.GetProperty("template").GetString()).FirstOrDefault()
            : template.GetString();
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
