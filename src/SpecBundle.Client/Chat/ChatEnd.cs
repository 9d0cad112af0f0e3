using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Why a chat's answer ended, in the words of all sides.</summary>
internal static class ChatEnd
{
    /// <summary>What a choice says of its end; null while it goes on. A whole answer's own <c>meta_info</c> may know more.</summary>
    public static FinishReason? Read(JsonElement choice, FinishReason? told)
    {
        if (ChatFrame.Text(choice, "finish_reason") is not { } word)
        {
            return null;
        }

        var end = (told ?? new FinishReason()) with
        {
            Name = word,
            Kind = word switch
            {
                // Calls end as a text does, and so does what a filter cut.
                "stop" or "tool_calls" or "function_call" or "content_filter" => FinishKind.Stop,
                "length" => FinishKind.Length,
                "abort" => FinishKind.Abort,
                _ => FinishKind.Other,
            },
        };
        return choice.TryGetProperty("matched_stop", out var matched) ? matched.ValueKind switch
        {
            JsonValueKind.String => end with { MatchedText = matched.GetString() },
            JsonValueKind.Number when matched.TryGetInt32(out var token) => end with { MatchedToken = token },
            _ => end,
        }
        : end;
    }

    public static ChatFinishReason? Of(FinishReason? end) => end?.Name switch
    {
        null or "" => null,
        "stop" => ChatFinishReason.Stop,
        "length" => ChatFinishReason.Length,
        "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
        "content_filter" => ChatFinishReason.ContentFilter,
        var word => new ChatFinishReason(word),
    };
}
