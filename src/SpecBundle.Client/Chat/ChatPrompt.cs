using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>A chat as a request to <c>/generate</c>.</summary>
internal static class ChatPrompt
{
    private const string Continue = "continue_final_message";
    private const string AnyObject = """{"type":"object"}""";

    /// <exception cref="InvalidValueException">Something in the request can't be meant on this route.</exception>
    /// <exception cref="TokenizerException">The template refuses the messages.</exception>
    public static GenerateRequest Of(ChatRequest request, ModelTokenizer tokenizer, TimeProvider time)
    {
        var wire = WireMessage.Of(request).ToList();
        List<ConversationMessage> messages = [.. wire.Select(MessageOf)];
        List<ReadOnlyMemory<byte>> images = [.. wire.SelectMany(message => message.Parts).Where(part => part.IsImage).Select(ImageOf)];
        var template = new ChatTemplateOptions
        {
            Tools = ToolsOf(request.Options),
            Variables = VariablesOf(request),
            Time = time,
            ContinueFinalMessage = request.Additional(Continue) is true,
            AddGenerationPrompt = request.Additional(Continue) is not true,
        };
        var sampling = SamplingOf(request);
        return images.Count == 0
            ? new GenerateRequest { InputIds = tokenizer.EncodeChat(messages, template), Sampling = sampling, FillsContext = true }

            // Servers widen an image's place in the text, and not among ids.
            : new GenerateRequest { Prompt = tokenizer.ApplyChatTemplate(messages, template), Images = images, Sampling = sampling, FillsContext = true };
    }

    private static ConversationMessage MessageOf(WireMessage message) => new(message.Role, [.. message.Parts.Select(part => part.IsImage ? ConversationPart.Image : ConversationPart.OfText(part.Text))])
    {
        Reasoning = message.Reasoning,
        ToolCallId = message.CallId,
        Name = message.Name,
        ToolCalls = [.. message.Calls.Select(call => new ConversationToolCall { Id = call.CallId, Name = call.Name, Arguments = ElementOf(call.Arguments ?? new Dictionary<string, object?>(), $"{nameof(FunctionCallContent)}.{nameof(call.Arguments)}") })],
    };

    private static ReadOnlyMemory<byte> ImageOf(WirePart part) => part.Data ?? throw new InvalidValueException(
        nameof(UriContent), part.Text, "nothing is fetched on this route", $"Give the image itself ({nameof(DataContent)}), or leave the conversation to the server ({nameof(ChatRoute)}.{nameof(ChatRoute.Server)}).");

    private static List<ConversationTool> ToolsOf(ChatOptions options) => options.ToolMode switch
    {
        RequiredChatToolMode mode => throw new InvalidValueException($"{nameof(ChatOptions)}.{nameof(ChatOptions.ToolMode)}", mode.RequiredFunctionName ?? "required", "only a server's own chat route can hold a model to a call", $"Leave the conversation to the server ({nameof(ChatRoute)}.{nameof(ChatRoute.Server)})."),
        NoneChatToolMode => [],
        _ => [.. ChatTools.Functions(options).Select(function => new ConversationTool { Name = function.Name, Description = string.IsNullOrEmpty(function.Description) ? null : function.Description, Parameters = function.JsonSchema })],
    };

    private static Dictionary<string, JsonElement> VariablesOf(ChatRequest request)
    {
        var variables = ChatTemplateArguments.Of(request).ToDictionary(argument => argument.Key, argument => ElementOf(argument.Value, ChatTemplateArguments.Name), StringComparer.Ordinal);
        if ((request.Additional("reasoning_effort") as string ?? ChatTemplateArguments.EffortOf(request)) is { } effort)
        {
            variables.TryAdd("reasoning_effort", ElementOf(effort, "reasoning_effort"));
        }

        return variables;
    }

    private static SamplingParameters SamplingOf(ChatRequest request)
    {
        var sampling = ChatExtras.Fill(ChatSampling.Of(request), request);
        return sampling is { JsonSchema: null, Regex: null, Ebnf: null, StructuralTag: null } && request.Options.ResponseFormat is ChatResponseFormatJson format
            ? sampling with { JsonSchema = format.Schema is { } schema ? schema.GetRawText() : AnyObject }
            : sampling;
    }

    private static JsonElement ElementOf(object? value, string property)
    {
        using var document = JsonDocument.Parse(PlainValue.ToText(value, property));
        return document.RootElement.Clone();
    }
}
