namespace SpeculativeDecoding;

/// <summary>The chat template of a checkpoint. Thread-safe.</summary>
internal sealed class ChatTemplate : IConversationRenderer
{
    private readonly ChatTemplateSources _sources;
    private readonly JinjaTemplate? _plain;
    private readonly JinjaTemplate? _withTools;
    private readonly MessageForm _form;

    public ChatTemplate(ChatTemplateSources sources)
    {
        _sources = sources;

        // Templates of models that think name it in one of two ways.
        _form = new MessageForm(InParts: false, WritesArguments: false, !Names("reasoning_content") && Names(".thinking") ? "thinking" : "reasoning_content");
        try
        {
            _plain = JinjaTemplate.Parse(sources.Default);
            _withTools = sources.ToolUse is { } source ? JinjaTemplate.Parse(source) : null;
        }
        catch (JinjaException exception)
        {
            Problem = $"the chat template can't be read: {exception.Message}";
        }
    }

    public ChatTemplate(string path, string source, IReadOnlyDictionary<string, object?>? tokens = null)
        : this(new ChatTemplateSources(path, source, null, tokens ?? new Dictionary<string, object?>(), null))
    {
    }

    public string? Problem { get; }

    /// <summary>The template of a model; null where there is none.</summary>
    /// <exception cref="TokenizerException">Its file can't be read.</exception>
    public static ChatTemplate? Find(string folder) => ChatTemplateSources.Find(folder) is { } sources ? new ChatTemplate(sources) : null;

    /// <summary>Whether the model shows images: by its configuration, or else by whether a message with one is another text than the same message without.</summary>
    /// <exception cref="TokenizerException">The template is not one that this package reads.</exception>
    public bool TakesImages()
    {
        ThrowIfUnreadable();
        if (_sources.TakesImages is { } known)
        {
            return known;
        }

        ConversationMessage[] unseen = [new("user", "x")], seen = [new("user", [ConversationPart.Image, .. unseen[0].Parts])];
        var options = new ChatTemplateOptions();
        try
        {
            var shown = Render(seen, options, _form with { InParts = true });

            // One that knows texts alone prints the parts as Python prints a list.
            return shown != Render(unseen, options, _form with { InParts = true }) && !shown.Contains("'type': 'image'", StringComparison.Ordinal);
        }
        catch (JinjaException)
        {
            return false;
        }
    }

    public string Render(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options)
    {
        ThrowIfUnreadable();
        if (messages.Any(message => message.Parts.Any(part => part.Text is null)) && !TakesImages())
        {
            throw new TokenizerException(_sources.Path, "the chat template takes no images: the model reads text alone.");
        }

        if (options is { ContinueFinalMessage: true } && messages is not [.., { Text.Length: > 0 }])
        {
            throw new TokenizerException(_sources.Path, "there is no final message to continue, or it has no text.");
        }

        try
        {
            return FinalMessage.Cut(RenderInForm(messages, options), messages, options)
                ?? throw new TokenizerException(_sources.Path, "the final message can't be continued: the chat template does not show its text as it stands.");
        }
        catch (JinjaException exception)
        {
            throw new TokenizerException(_sources.Path, $"the chat template can't be used: {exception.Message}", exception);
        }
    }

    /// <summary>Some templates want the arguments of tool calls written out, and fail with a dict.</summary>
    private string RenderInForm(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options)
    {
        try
        {
            return Render(messages, options, _form);
        }
        catch (JinjaException exception) when (exception.Kind == JinjaErrorKind.Render && messages.Any(message => message.ToolCalls.Count > 0))
        {
            return Render(messages, options, _form with { WritesArguments = true });
        }
    }

    private string Render(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options, MessageForm form) =>
        (options.Tools.Count > 0 && _withTools is not null ? _withTools : _plain!).Render(TemplateVariables.Of(messages, options, _sources.Tokens, form), new JinjaOptions { Time = options.Time });

    private void ThrowIfUnreadable()
    {
        if (Problem is { } problem)
        {
            throw new TokenizerException(_sources.Path, problem);
        }
    }

    private bool Names(string name) => _sources.Default.Contains(name, StringComparison.Ordinal);
}
