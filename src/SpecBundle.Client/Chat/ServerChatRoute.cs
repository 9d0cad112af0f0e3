using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>The server's own way from messages to an answer: <c>/v1/chat/completions</c>.</summary>
internal sealed class ServerChatRoute(SpecClient client, ChatClientOptions options) : IChatRoute
{
    private const string Route = "v1/chat/completions";
    private const string UnknownModel = "default";
    private readonly ServerFacts _facts = new(client);

    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (call, updates) = await BeginAsync(request, stream: true, cancellationToken).ConfigureAwait(false);
        await using (call.ConfigureAwait(false))
        {
            while (await call.NextAsync().ConfigureAwait(false) is { } piece)
            {
                yield return updates.Of(piece);
            }
        }
    }

    public async Task<ChatResponse> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var (call, updates) = await BeginAsync(request, stream: false, cancellationToken).ConfigureAwait(false);
        await using (call.ConfigureAwait(false))
        {
            // The answer, and behind it the end.
            var piece = await call.NextAsync().ConfigureAwait(false);
            while (await call.NextAsync().ConfigureAwait(false) is not null)
            {
            }

            return updates.Response(piece!.Value);
        }
    }

    private async Task<(ServerCall<ChatPiece> Call, ChatUpdates Updates)> BeginAsync(ChatRequest request, bool stream, CancellationToken cancellationToken)
    {
        client.Connection.ThrowIfEnded();
        var server = await _facts.GetAsync(cancellationToken).ConfigureAwait(false);
        var connection = client.Connection;
        connection.ThrowIfEnded();
        var id = request.Additional("rid") is string own ? RequestId.Require(own, $"{nameof(ChatOptions)}.{nameof(ChatOptions.AdditionalProperties)}[rid]") : RequestId.New();
        var target = new ChatTarget(request.Options.ModelId ?? options.ModelId ?? server?.ServedModelName ?? server?.ModelPath ?? UnknownModel, server, connection.VocabularySize);
        var time = connection.Options.TimeProvider;
        var work = new ClientWork(time);
        var answer = new ChatAnswer(id, server, work, stream, stream && ChunkSteps.CanCount(server, request))
        {
            ApiKey = connection.Options.ApiKey,
            MaxNewTokens = ChatSampling.Of(request).MaxNewTokens,
        };
        var call = new ServerCall<ChatPiece>(connection, new ServerRequest(Route, id, () => ChatBody.Write(request, id, target, stream)), answer, work, cancellationToken);
        return (call, new ChatUpdates(answer, request, time.GetUtcNow()));
    }
}
