using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>What a chat template is told besides the messages: whether the model thinks, and what the caller adds. No two families name that alike, and a template ignores what it does not know.</summary>
internal static class ChatTemplateArguments
{
    public const string Name = "chat_template_kwargs";
    private const string Effort = "reasoning_effort";
    private static readonly string[] ThinkingNames = ["enable_thinking", "thinking"];

    /// <summary>The arguments, with the caller's own last.</summary>
    /// <exception cref="InvalidValueException">The caller's are no dictionary.</exception>
    public static Dictionary<string, object?> Of(ChatRequest request)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (request.Options.Reasoning?.Effort is { } effort)
        {
            foreach (var name in ThinkingNames)
            {
                arguments[name] = effort != ReasoningEffort.None;
            }
        }

        if (request.Additional(Name) is { } given)
        {
            var property = $"{nameof(ChatOptions)}.{nameof(ChatOptions.AdditionalProperties)}[{Name}]";
            using var document = JsonDocument.Parse(PlainValue.ToText(given, property));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidValueException(property, given.GetType().Name, "it is a dictionary of a template's variables");
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                arguments[member.Name] = member.Value.Clone();
            }
        }

        return arguments;
    }

    /// <summary>The word for how hard a model thinks, in the three steps that every release knows; null where nothing was asked, or where it shall not think.</summary>
    public static string? EffortOf(ChatRequest request) => request.Options.Reasoning?.Effort switch
    {
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High or ReasoningEffort.ExtraHigh => "high",
        _ => null,
    };

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        if (EffortOf(request) is { } effort && request.Additional(Effort) is null)
        {
            writer.WriteString(Effort, effort);
        }

        var arguments = Of(request);
        if (arguments.Count > 0)
        {
            writer.WritePropertyName(Name);
            PlainValue.Write(writer, arguments, Name);
        }
    }
}
