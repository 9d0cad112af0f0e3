using System.Text.Json;
using SpeculativeDecoding.Templates;

namespace SpeculativeDecoding;

/// <summary>A conversation as the variables of a chat template, under the names that transformers gives them.</summary>
internal static class TemplateVariables
{
    /// <param name="messages">The conversation.</param>
    /// <param name="options">What goes with it.</param>
    /// <param name="tokens">The special tokens that templates name.</param>
    /// <param name="form">How the template wants its messages.</param>
    public static Dictionary<string, object?> Of(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options, IReadOnlyDictionary<string, object?> tokens, MessageForm form)
    {
        var variables = new Dictionary<string, object?>(tokens, StringComparer.Ordinal)
        {
            ["messages"] = new TemplateList([.. messages.Select(object? (message) => Message(message, form))]),
            ["tools"] = options.Tools.Count == 0 ? null : new TemplateList([.. options.Tools.Select(Tool)]),
            ["documents"] = null,
            ["add_generation_prompt"] = options.AddGenerationPrompt && !options.ContinueFinalMessage,
        };
        foreach (var (name, value) in options.Variables)
        {
            variables[name] = value;
        }

        return variables;
    }

    private static TemplateMap Message(ConversationMessage message, MessageForm form)
    {
        var map = new TemplateMap(3)
        {
            ["role"] = message.Role,
            ["content"] = form.InParts || message.Parts.Any(part => part.Text is null) ? new TemplateList([.. message.Parts.Select(Part)]) : message.Text,
        };
        if (message.Reasoning is { } reasoning)
        {
            map[form.ReasoningName] = reasoning;
        }

        if (message.ToolCalls.Count > 0)
        {
            map["tool_calls"] = new TemplateList([.. message.ToolCalls.Select(object? (call) => Call(call, form))]);
        }

        if (message.ToolCallId is { } id)
        {
            map["tool_call_id"] = id;
        }

        if (message.Name is { } name)
        {
            map["name"] = name;
        }

        return map;
    }

    private static object? Part(ConversationPart part) => part.Text is { } text
        ? new TemplateMap(2) { ["type"] = "text", ["text"] = text }
        : new TemplateMap(1) { ["type"] = "image" };

    private static TemplateMap Call(ConversationToolCall call, MessageForm form)
    {
        var function = new TemplateMap(2)
        {
            ["name"] = call.Name,
            ["arguments"] = form.WritesArguments ? (call.Arguments.ValueKind == JsonValueKind.Undefined ? "{}" : call.Arguments.GetRawText()) : Json(call.Arguments),
        };
        var map = new TemplateMap(3) { ["type"] = "function", ["function"] = function };
        if (call.Id is { } id)
        {
            map["id"] = id;
        }

        return map;
    }

    private static object? Tool(ConversationTool tool)
    {
        var function = new TemplateMap(3) { ["name"] = tool.Name };
        if (tool.Description is { } description)
        {
            function["description"] = description;
        }

        function["parameters"] = tool.Parameters.ValueKind == JsonValueKind.Undefined
            ? new TemplateMap(2) { ["type"] = "object", ["properties"] = new TemplateMap() }
            : Json(tool.Parameters);
        return new TemplateMap(2) { ["type"] = "function", ["function"] = function };
    }

    private static object? Json(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? new TemplateMap() : TemplateValue.Of(json);
}

/// <summary>How a template wants its messages.</summary>
/// <param name="InParts">Every content as a list of parts.</param>
/// <param name="WritesArguments">The arguments of tool calls as text, not as a dict.</param>
/// <param name="ReasoningName">Under which name it reads what was thought.</param>
internal sealed record MessageForm(bool InParts, bool WritesArguments, string ReasoningName);
