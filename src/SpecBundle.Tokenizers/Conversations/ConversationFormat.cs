namespace SpeculativeDecoding;

/// <summary>
/// What a model reads of a conversation: text by its chat template, and the ids of that text by its tokenizer, so that no
/// token is added on the way. Either may be missing: a model without a template completes text, and ids that can't be made
/// here are the server's to make.
/// </summary>
internal sealed class ConversationFormat
{
    private readonly ChatTemplate? _template;
    private readonly ModelTokenizer? _tokenizer;

    private ConversationFormat(ChatTemplate? template, ModelTokenizer? tokenizer, string? problem) => (_template, _tokenizer, TokenizerProblem) = (template, tokenizer, problem);

    /// <summary>Whether conversations can be rendered.</summary>
    public bool HasTemplate => _template is not null;

    /// <summary>Why there is no tokenizer; null where there is one.</summary>
    public string? TokenizerProblem { get; }

    /// <summary>Reads template and tokenizer from the folder of a model.</summary>
    /// <exception cref="TokenizerException">The file of the template can't be read.</exception>
    public static ConversationFormat Load(string folder) => Load(ChatTemplate.Find(folder), folder);

    /// <summary>Reads the tokenizer alone, for text that is completed as it stands.</summary>
    public static ConversationFormat LoadTokenizer(string folder) => Load(null, folder);

    /// <summary>Nothing is known of the model.</summary>
    /// <param name="problem">Why.</param>
    public static ConversationFormat Unknown(string problem) => new(null, null, problem);

    /// <summary>Whether the model is shown images.</summary>
    /// <exception cref="TokenizerException">The template is not one that this package reads.</exception>
    public bool TakesImages() => _template?.TakesImages() ?? false;

    /// <summary>The text of a conversation, up to where the assistant speaks next.</summary>
    /// <exception cref="TokenizerException">The template is not one that this package reads, or it refuses the messages, or it takes no images.</exception>
    public string Render(IReadOnlyList<ConversationMessage> messages) =>
        (_template ?? throw new InvalidOperationException("There is no chat template; ask HasTemplate first.")).Render(messages, new ChatTemplateOptions());

    /// <summary>The ids of a rendered text, in which special tokens are meant; null without a tokenizer.</summary>
    public IReadOnlyList<int>? Encode(string text) => _tokenizer?.Encode(text, allowSpecial: true);

    /// <summary>The mark that the template puts before a user's first message, such as <c>&lt;|im_start|&gt;</c>; null where there is none.</summary>
    public string? OpeningMark()
    {
        const string Probe = "probe";
        try
        {
            var text = _template?.Render([new ConversationMessage("user", Probe)], new ChatTemplateOptions()) ?? "";
            var before = text[..Math.Max(0, text.IndexOf(Probe, StringComparison.Ordinal))].TrimStart();
            return before.AsSpan().IndexOfAny('>', ']') is > 0 and var end ? before[..(end + 1)] : null;
        }
        catch (TokenizerException)
        {
            // It is said where messages are rendered.
            return null;
        }
    }

    private static ConversationFormat Load(ChatTemplate? template, string folder)
    {
        try
        {
            return new ConversationFormat(template, ModelTokenizer.LoadForChats(folder), null);
        }
        catch (TokenizerException exception)
        {
            return new ConversationFormat(template, null, exception.Message);
        }
    }
}
