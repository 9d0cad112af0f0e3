using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>A message as servers know them: several results of tools, which Microsoft.Extensions.AI has in one message, are one each.</summary>
internal sealed record WireMessage(string Role, IReadOnlyList<WirePart> Parts)
{
    /// <summary>The call that it answers; null for what is no result.</summary>
    public string? CallId { get; init; }

    /// <summary>What the model thought before it spoke.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The calls that the model made.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; init; } = [];

    /// <summary>The messages of a request, its instructions in front.</summary>
    /// <exception cref="InvalidValueException">A text can't be sent.</exception>
    public static IEnumerable<WireMessage> Of(ChatRequest request)
    {
        if (request.Options.Instructions is { Length: > 0 } instructions)
        {
            yield return new WireMessage(ChatRole.System.Value, [WirePart.OfText(instructions, $"{nameof(ChatOptions)}.{nameof(ChatOptions.Instructions)}")]);
        }

        foreach (var message in request.Messages)
        {
            var results = message.Contents.OfType<FunctionResultContent>().ToList();
            foreach (var result in results)
            {
                yield return new WireMessage(ChatRole.Tool.Value, [WirePart.OfText(ToolResult.TextOf(result.Result), $"{nameof(FunctionResultContent)}.{nameof(result.Result)}")])
                {
                    CallId = TextCheck.Require(result.CallId, $"{nameof(FunctionResultContent)}.{nameof(result.CallId)}"),
                };
            }

            if (message.Role != ChatRole.Tool && (results.Count == 0 || WirePart.Of(message).Count > 0))
            {
                yield return Of(message);
            }
        }
    }

    private static WireMessage Of(ChatMessage message)
    {
        var role = TextCheck.Require(message.Role.Value, $"{nameof(ChatMessage)}.{nameof(ChatMessage.Role)}");
        if (message.Role != ChatRole.Assistant)
        {
            return new WireMessage(role, WirePart.Of(message));
        }

        var reasoning = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(content => content.Text));
        return new WireMessage(role, WirePart.Of(message))
        {
            Reasoning = reasoning.Length > 0 ? TextCheck.Require(reasoning, nameof(TextReasoningContent)) : null,
            Calls = [.. message.Contents.OfType<FunctionCallContent>()],
        };
    }
}
