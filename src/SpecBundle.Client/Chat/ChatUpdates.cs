using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>The pieces of an answer as updates, and all of them as a response.</summary>
internal sealed class ChatUpdates(ChatAnswer answer, ChatRequest request, DateTimeOffset asked)
{
    private readonly bool _showsReasoning = request.Options.Reasoning?.Output != ReasoningOutput.None;

    public ChatResponseUpdate Of(ChatPiece piece)
    {
        var update = new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ResponseId = answer.Head.Id,
            MessageId = answer.Head.Id,
            ModelId = answer.Head.Model,
            CreatedAt = answer.Head.Created ?? asked,
            RawRepresentation = piece.Raw,
            Contents = ContentsOf(piece),
        };
        if (piece.IsLast)
        {
            update.FinishReason = ChatEnd.Of(answer.FinishReason);
            update.AdditionalProperties = ChatStatistics.Carry(answer.Statistics!);
            update.Contents.Add(new UsageContent(Usage()));
        }

        return update;
    }

    /// <summary>The answer that came in one piece.</summary>
    public ChatResponse Response(ChatPiece piece) => new(new ChatMessage(ChatRole.Assistant, ContentsOf(piece))
    {
        MessageId = answer.Head.Id,
        CreatedAt = answer.Head.Created ?? asked,
        RawRepresentation = piece.Raw,
    })
    {
        ResponseId = answer.Head.Id,
        ModelId = answer.Head.Model,
        CreatedAt = answer.Head.Created ?? asked,
        FinishReason = ChatEnd.Of(answer.FinishReason),
        Usage = Usage(),
        RawRepresentation = piece.Raw,
        AdditionalProperties = ChatStatistics.Carry(answer.Statistics!),
    };

    private UsageDetails Usage() => ChatUsage.Of(answer.Statistics!, answer.ReasoningTokens);

    private List<AIContent> ContentsOf(ChatPiece piece)
    {
        var contents = new List<AIContent>();
        if (piece.Reasoning.Length > 0 && _showsReasoning)
        {
            contents.Add(new TextReasoningContent(piece.Reasoning));
        }

        if (piece.Text.Length > 0)
        {
            contents.Add(new TextContent(piece.Text));
        }

        contents.AddRange(piece.Calls);
        return contents;
    }
}
