using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Our own way from messages to an answer: the target's chat template and tokenizer here, and <c>/generate</c>.</summary>
internal sealed class TemplateChatRoute(SpecClient client, ChatClientOptions options) : IChatRoute
{
    private readonly ServerFacts _facts = new(client);

    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (generate, head, updates) = await BeginAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var chunk in client.StreamAsync(generate, cancellationToken).ConfigureAwait(false))
        {
            yield return updates.Of(head, ContentsOf(chunk.Text), chunk);
            if (chunk.Result is { } result)
            {
                yield return updates.Last(head, OutcomeOf(result), result);
            }
        }
    }

    public async Task<ChatResponse> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        // Streamed all the same, so that the times of its chunks are known.
        var (generate, head, updates) = await BeginAsync(request, cancellationToken).ConfigureAwait(false);
        var result = await client.GenerateAsync(generate, cancellationToken).ConfigureAwait(false);
        return updates.Whole(head, ContentsOf(result.Text), OutcomeOf(result), result);
    }

    private static List<AIContent> ContentsOf(string text) => text.Length > 0 ? [new TextContent(text)] : [];

    private static ChatOutcome OutcomeOf(GenerateResult result) => new(result.FinishReason, result.Statistics, null);

    private async Task<(GenerateRequest Request, ChatHead Head, ChatUpdates Updates)> BeginAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var server = await _facts.GetAsync(cancellationToken).ConfigureAwait(false);
        var time = client.HasConnection ? client.Connection.Options.TimeProvider : TimeProvider.System;
        var id = request.Id().Caller;
        return (ChatPrompt.Of(request, options.Tokenizer!, time) with { RequestId = id }, new ChatHead(id, request.ModelId(options, server), null), new ChatUpdates(time.GetUtcNow()));
    }
}
