using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>One request to a chat client, as it was when it was made: what its caller does to the lists afterwards changes nothing.</summary>
internal sealed record ChatRequest
{
    public ChatRequest(IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Messages = [.. messages.OfType<ChatMessage>()];
        Options = options?.Clone() ?? new ChatOptions();
        Raw = Options.RawRepresentationFactory?.Invoke(client) as SamplingParameters;
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    public ChatOptions Options { get; }

    /// <summary>What the caller's factory made, where that is ours.</summary>
    public SamplingParameters? Raw { get; }

    /// <summary>The id that the caller gave, or a new one.</summary>
    /// <exception cref="InvalidValueException">No id can be so.</exception>
    public RequestId Id() => Additional("rid") is string own ? RequestId.Require(own, $"{nameof(ChatOptions)}.{nameof(ChatOptions.AdditionalProperties)}[rid]") : RequestId.New();

    /// <summary>The model that answers, as far as it is known.</summary>
    public string? ModelId(ChatClientOptions client, ServerInfo? server) => Options.ModelId ?? client.ModelId ?? server?.ServedModelName ?? server?.ModelPath;

    /// <summary>A member of the additional properties; null where there is none.</summary>
    public object? Additional(string name) => Options.AdditionalProperties?.TryGetValue(name, out var value) == true ? value : null;
}
