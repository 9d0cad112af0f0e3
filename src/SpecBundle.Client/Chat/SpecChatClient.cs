using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Our client as one of Microsoft.Extensions.AI.</summary>
internal sealed class SpecChatClient(SpecClient client, SpecServer? server, ChatClientOptions options, IChatRoute route) : IChatClient
{
    private const string ProviderName = "sglang";

    private ChatClientMetadata Metadata
    {
        get
        {
            try
            {
                return new ChatClientMetadata(ProviderName, client.Address, options.ModelId ?? client.Info?.ServedModelName ?? client.Info?.ModelPath);
            }
            catch (NotSupportedException)
            {
                // An app's own class in place of a client, which has no address.
                return new ChatClientMetadata(ProviderName, null, options.ModelId);
            }
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return route.AnswerAsync(new ChatRequest(this, messages, options), cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return route.StreamAsync(new ChatRequest(this, messages, options), cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType == typeof(SpecServer) ? server
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(client) ? client
            : null;
    }

    public void Dispose()
    {
        // Neither client nor server is its own.
    }
}
