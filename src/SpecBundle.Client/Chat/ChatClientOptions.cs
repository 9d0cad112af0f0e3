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
    }
}
