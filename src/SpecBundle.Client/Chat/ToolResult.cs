using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>What a tool gave, as the text that the model reads: a text as it is, everything else as JSON.</summary>
internal static class ToolResult
{
    /// <exception cref="InvalidValueException">It is neither.</exception>
    public static string TextOf(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        TextContent content => content.Text,
        IEnumerable<AIContent> contents => string.Concat(contents.OfType<TextContent>().Select(content => content.Text)),
        _ => PlainValue.ToText(result, $"{nameof(FunctionResultContent)}.{nameof(FunctionResultContent.Result)}"),
    };
}
