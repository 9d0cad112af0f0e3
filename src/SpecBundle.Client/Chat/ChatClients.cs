#pragma warning disable RS0026 // Overloads with optional parameters differ in their first one, which is required.
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>The chat clients of this library's clients and servers.</summary>
public static class ChatClients
{
    /// <summary>
    /// A chat client of Microsoft.Extensions.AI on this client. It is safe for concurrent use, owns nothing, and to dispose of it has
    /// no effect. What goes wrong is a <see cref="GenerateException"/>, as with the client itself.
    /// </summary>
    /// <param name="client">What requests go through.</param>
    /// <param name="options">How it asks; null for the defaults.</param>
    /// <returns>The chat client.</returns>
    /// <exception cref="InvalidValueException">An option can't be meant.</exception>
    public static IChatClient AsIChatClient(this SpecClient client, ChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Create(client, null, options);
    }

    /// <summary>A chat client of Microsoft.Extensions.AI on this server's client. The server stays its owner's to stop.</summary>
    /// <param name="server">The server, which the chat client also gives as a service.</param>
    /// <param name="options">How it asks; null for the defaults.</param>
    /// <returns>The chat client.</returns>
    /// <exception cref="InvalidValueException">An option can't be meant.</exception>
    public static IChatClient AsIChatClient(this SpecServer server, ChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Create(server.Client, server, options);
    }

    private static SpecChatClient Create(SpecClient client, SpecServer? server, ChatClientOptions? options)
    {
        var own = options?.Clone() ?? new ChatClientOptions();
        own.Check();
        return new SpecChatClient(client, server, own, new ServerChatRoute(client, own));
    }
}
