using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>A way from a conversation to its answer.</summary>
internal interface IChatRoute
{
    /// <summary>Streams an answer: updates as they come, the last of which has the end and the counts.</summary>
    IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ChatRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for an answer in one piece.</summary>
    Task<ChatResponse> AnswerAsync(ChatRequest request, CancellationToken cancellationToken);
}
