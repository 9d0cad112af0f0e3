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
        var (call, answer, updates) = await BeginAsync(request, stream: true, cancellationToken).ConfigureAwait(false);
        await using (call.ConfigureAwait(false))
        {
            while (await call.NextAsync().ConfigureAwait(false) is { } piece)
            {
                yield return piece.IsLast ? updates.Last(answer.Head, answer.Outcome!, piece.Raw) : updates.Of(answer.Head, piece.Contents(ShowsReasoning(request)), piece.Raw);
            }
        }
    }

    public async Task<ChatResponse> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var (call, answer, updates) = await BeginAsync(request, stream: false, cancellationToken).ConfigureAwait(false);
        await using (call.ConfigureAwait(false))
        {
            // The answer, and behind it the end.
            var contents = new List<AIContent>();
            object? raw = null;
            while (await call.NextAsync().ConfigureAwait(false) is { } piece)
            {
                contents.AddRange(piece.Contents(ShowsReasoning(request)));
                raw ??= piece.Raw;
            }

            return updates.Whole(answer.Head, contents, answer.Outcome!, raw!);
        }
    }

    private static bool ShowsReasoning(ChatRequest request) => request.Options.Reasoning?.Output != ReasoningOutput.None;

    private async Task<(ServerCall<ChatPiece> Call, ChatAnswer Answer, ChatUpdates Updates)> BeginAsync(ChatRequest request, bool stream, CancellationToken cancellationToken)
    {
        client.Connection.ThrowIfEnded();
        var server = await _facts.GetAsync(cancellationToken).ConfigureAwait(false);
        var connection = client.Connection;
        connection.ThrowIfEnded();
        var id = request.Id();
        var target = new ChatTarget(request.ModelId(options, server) ?? UnknownModel, server, connection.VocabularySize);
        var time = connection.Options.TimeProvider;
        var work = new ClientWork(time);
        var answer = new ChatAnswer(id, server, work, stream, stream && ChunkSteps.CanCount(server, request))
        {
            ApiKey = connection.Options.ApiKey,
            MaxNewTokens = ChatSampling.Of(request).MaxNewTokens,
        };
        var call = new ServerCall<ChatPiece>(connection, new ServerRequest(Route, id, () => ChatBody.Write(request, id, target, stream)), answer, work, cancellationToken);
        return (call, answer, new ChatUpdates(time.GetUtcNow()));
    }
}
