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

    /// <summary>A member of the additional properties; null where there is none.</summary>
    public object? Additional(string name) => Options.AdditionalProperties?.TryGetValue(name, out var value) == true ? value : null;
}
