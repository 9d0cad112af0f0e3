using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Answers in the types of Microsoft.Extensions.AI.</summary>
/// <param name="asked">When the request was made, for servers that do not tell the time.</param>
internal sealed class ChatUpdates(DateTimeOffset asked)
{
    /// <summary>A piece of an answer.</summary>
    public ChatResponseUpdate Of(ChatHead head, IList<AIContent> contents, object raw) => new()
    {
        Role = ChatRole.Assistant,
        ResponseId = head.Id,
        MessageId = head.Id,
        ModelId = head.Model,
        CreatedAt = head.Created ?? asked,
        Contents = contents,
        RawRepresentation = raw,
    };

    /// <summary>The end of an answer, with its counts.</summary>
    public ChatResponseUpdate Last(ChatHead head, ChatOutcome outcome, object raw)
    {
        var update = Of(head, [new UsageContent(ChatUsage.Of(outcome.Statistics, outcome.ReasoningTokens))], raw);
        update.FinishReason = ChatEnd.Of(outcome.End);
        update.AdditionalProperties = ChatStatistics.Carry(outcome.Statistics);
        return update;
    }

    /// <summary>An answer in one piece.</summary>
    public ChatResponse Whole(ChatHead head, IList<AIContent> contents, ChatOutcome outcome, object raw) =>
        new(new ChatMessage(ChatRole.Assistant, contents) { MessageId = head.Id, CreatedAt = head.Created ?? asked, RawRepresentation = raw })
        {
            ResponseId = head.Id,
            ModelId = head.Model,
            CreatedAt = head.Created ?? asked,
            FinishReason = ChatEnd.Of(outcome.End),
            Usage = ChatUsage.Of(outcome.Statistics, outcome.ReasoningTokens),
            RawRepresentation = raw,
            AdditionalProperties = ChatStatistics.Carry(outcome.Statistics),
        };
}
