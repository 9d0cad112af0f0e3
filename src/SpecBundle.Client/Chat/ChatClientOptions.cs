namespace SpeculativeDecoding;

/// <summary>How a chat client asks its server. Read when the client is made; later changes have no effect.</summary>
public sealed class ChatClientOptions
{
    /// <summary>Who turns a conversation into a prompt.</summary>
    /// <value>The default value is <see cref="ChatRoute.Server"/>: it works with every model that the server knows how to chat with, and needs no files here.</value>
    public ChatRoute Route { get; set; } = ChatRoute.Server;

    /// <summary>The model that requests name where they name none themselves, such as a LoRA adapter's.</summary>
    /// <value>The default value is null: the name under which the server serves its target.</value>
    public string? ModelId { get; set; }

    /// <summary>The tokenizer of the server's target, with its chat template, for <see cref="ChatRoute.Template"/>: <see cref="SpecBundle.LoadTokenizerAsync"/>.</summary>
    /// <value>The default value is null. Not used on the other route.</value>
    public ModelTokenizer? Tokenizer { get; set; }

    internal ChatClientOptions Clone() => (ChatClientOptions)MemberwiseClone();

    /// <exception cref="InvalidValueException">A value can't be meant.</exception>
    internal void Check()
    {
        if (!Enum.IsDefined(Route))
        {
            throw new InvalidValueException($"{nameof(ChatClientOptions)}.{nameof(Route)}", Route, "there is no such route");
        }

        if (ModelId is { Length: 0 })
        {
            throw new InvalidValueException($"{nameof(ChatClientOptions)}.{nameof(ModelId)}", "", "a model's name has at least one character");
        }

        if (Route == ChatRoute.Template && ProblemOf(Tokenizer) is { } problem)
        {
            throw new InvalidValueException($"{nameof(ChatClientOptions)}.{nameof(Tokenizer)}", Tokenizer is null ? "null" : "a tokenizer", problem, $"Give that of the server's target (SpecBundle.{nameof(SpecBundle.LoadTokenizerAsync)}), or leave the conversation to the server ({nameof(ChatRoute)}.{nameof(ChatRoute.Server)}).");
        }
    }

    private static string? ProblemOf(ModelTokenizer? tokenizer) => tokenizer switch
    {
        null => "conversations are rendered by a tokenizer's chat template",
        { HasChatTemplate: false } => "it has no chat template",
        _ => tokenizer.ChatTemplateProblem,
    };
}
