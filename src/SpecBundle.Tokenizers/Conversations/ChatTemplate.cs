using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>
/// The chat template of a checkpoint, in the part of Jinja that templates for plain chats and for images are written in:
/// loops over the messages and their parts, conditions, <c>set</c> and namespaces, strings joined by <c>+</c>, comparisons,
/// slices, and the commonest filters and tests. A template that asks for more is refused when it is used, not guessed at.
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

    /// <summary>
    /// The template of <c>chat_template.jinja</c>, of <c>chat_template.json</c> (models that see have it beside the tokenizer's
    /// own, which may know texts alone), or of <c>tokenizer_config.json</c>; null where there is none.
    /// </summary>
    public static ChatTemplate? Find(string folder)
    {
        var configuration = Path.Combine(folder, "tokenizer_config.json");
        var apart = Path.Combine(folder, "chat_template.jinja");
        var ofProcessor = Path.Combine(folder, "chat_template.json");
        try
        {
            var document = File.Exists(configuration) ? PythonJson.Parse(ModelFile.Read(configuration)) : PythonJson.Parse("{}"u8);
            var tokens = SpecialTokens(document);
            if (File.Exists(apart))
            {
                return new ChatTemplate(apart, ModelFile.ReadText(apart), tokens);
            }

            var processor = File.Exists(ofProcessor) ? PythonJson.Parse(ModelFile.Read(ofProcessor)) : PythonJson.Parse("{}"u8);
            if (SourceIn(processor) is { } shown)
            {
                return new ChatTemplate(ofProcessor, shown, tokens);
            }

            return SourceIn(document) is { } source ? new ChatTemplate(configuration, source, tokens) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new TokenizerException(configuration, exception.Message, exception);
        }
    }

    /// <summary>Whether the model shows images: a message with one is another text than the same message without.</summary>
    /// <exception cref="TokenizerException">The template is not one that this package reads.</exception>
    public bool TakesImages()
    {
        ConversationMessage[] unseen = [new("user", "x")], seen = [new("user", [ConversationPart.Image, .. unseen[0].Parts])];
        var options = new ChatTemplateOptions();
        try
        {
            return Render(seen, options, inParts: true) != Render(unseen, options, inParts: true);
        }
        catch (TemplateException)
        {
            // Either the template knows texts alone, or it is not read at all, which this says.
            Render(unseen, options);
            return false;
        }
    }

    /// <exception cref="TokenizerException">The template is not one that this package reads, or it refuses the messages, or it takes no images.</exception>
    public string Render(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options)
    {
        if (messages.Any(HasImage) && !TakesImages())
        {
            throw new TokenizerException(_path, "the chat template takes no images: the model reads text alone.");
        }

        try
        {
            return Render(messages, options, inParts: false);
        }
        catch (TemplateException exception)
        {
            throw new TokenizerException(_path, $"the chat template can't be used: {exception.Message}", exception);
        }
    }

    private string Render(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options, bool inParts)
    {
        var variables = new Dictionary<string, object?>(_tokens, StringComparer.Ordinal)
        {
            ["messages"] = messages.Select(object (message) => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["role"] = message.Role,
                ["content"] = inParts || HasImage(message) ? PartsOf(message) : message.Text,
            }).ToList(),
            ["add_generation_prompt"] = options.AddGenerationPrompt,
        };
        var output = new StringBuilder();
        foreach (var node in _nodes ?? throw _unreadable!)
        {
            node.Render(variables, output);
        }

        return output.ToString();
    }

    private static bool HasImage(ConversationMessage message) => message.Parts.Any(part => part.Text is null);

    private static List<object> PartsOf(ConversationMessage message) =>
    [
        .. message.Parts.Select(object (part) => part.Text is { } text
            ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = "text", ["text"] = text }
            : new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = "image" }),
    ];

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
