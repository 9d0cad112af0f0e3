using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The format of gpt-oss, harmony, for its tokenizer that comes without files: what the model's own chat template renders, but for the built-in tools.</summary>
internal sealed class HarmonyFormat : IConversationRenderer
{
    public string? Problem => null;

    public string Render(IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options)
    {
        if (messages.Any(message => message.Parts.Any(part => part.Text is null)))
        {
            throw Refused("gpt-oss takes no images: the model reads text alone.");
        }

        var text = new StringBuilder();
        WriteSystem(text, options);
        var isInstructed = messages is [{ Role: "system" or "developer" }, ..];
        WriteDeveloper(text, isInstructed ? messages[0].Text : "", options.Tools);
        WriteTurns(text, isInstructed ? [.. messages.Skip(1)] : messages, options);
        var hasPrompt = options is { AddGenerationPrompt: true, ContinueFinalMessage: false };
        return FinalMessage.Cut(text.Append(hasPrompt ? "<|start|>assistant" : "").ToString(), messages, options) ?? throw Refused("there is no final message to continue, or it has no text.");
    }

    private static void WriteSystem(StringBuilder text, ChatTemplateOptions options)
    {
        text.Append("<|start|>system<|message|>").Append(Variable(options, "model_identity") ?? "You are ChatGPT, a large language model trained by OpenAI.")
            .Append("\nKnowledge cutoff: 2024-06\nCurrent date: ").Append(Templates.TimeFormat.Format(options.Time.GetLocalNow(), "%Y-%m-%d"))
            .Append("\n\nReasoning: ").Append(Variable(options, "reasoning_effort") ?? "medium")
            .Append("\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.")
            .Append(options.Tools.Count > 0 ? "\nCalls to these tools must go to the commentary channel: 'functions'." : "").Append("<|end|>");
    }

    private static void WriteDeveloper(StringBuilder text, string instructions, IReadOnlyList<ConversationTool> tools)
    {
        if (instructions.Length == 0 && tools.Count == 0)
        {
            return;
        }

        text.Append("<|start|>developer<|message|>").Append(instructions.Length > 0 ? $"# Instructions\n\n{instructions}\n\n" : "");
        if (tools.Count > 0)
        {
            text.Append("# Tools\n\n");
            HarmonyTools.Write(text, tools);
        }

        text.Append("<|end|>");
    }

    private static void WriteTurns(StringBuilder text, IReadOnlyList<ConversationMessage> turns, ChatTemplateOptions options)
    {
        string? called = null;
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            switch (turn.Role)
            {
                case "user":
                    text.Append("<|start|>user<|message|>").Append(turn.Text).Append("<|end|>");
                    break;
                case "tool":
                    text.Append("<|start|>functions.").Append(called ?? throw Refused("a message of the role tool follows no call of a tool."))
                        .Append(" to=assistant<|channel|>commentary<|message|>").Append(PythonJsonText.Of(turn.Text)).Append("<|end|>");
                    break;
                case "assistant" when turn.ToolCalls is [var call, ..]:
                    WriteCall(text, turn, call, isAnswered: turns.Skip(i + 1).Any(later => later is { Role: "assistant", ToolCalls.Count: 0 }));
                    called = call.Name;
                    break;
                case "assistant":
                    var isLast = i == turns.Count - 1 && (!options.AddGenerationPrompt || options.ContinueFinalMessage);
                    WriteAnalysis(text, isLast ? turn.Reasoning : null);
                    text.Append("<|start|>assistant<|channel|>final<|message|>").Append(turn.Text).Append(isLast ? "<|return|>" : "<|end|>");
                    called = null;
                    break;
            }
        }
    }

    /// <summary>What was thought before a call is shown until there is a final answer.</summary>
    private static void WriteCall(StringBuilder text, ConversationMessage turn, ConversationToolCall call, bool isAnswered)
    {
        if (turn.ToolCalls.Count > 1)
        {
            throw Refused("a message of gpt-oss calls one tool: give each call a message of its own.");
        }

        if (turn.Text.Length > 0 && turn.Reasoning is { Length: > 0 })
        {
            throw Refused("a message that calls a tool has either a text or what was thought, not both.");
        }

        WriteAnalysis(text, isAnswered ? null : turn.Text.Length > 0 ? turn.Text : turn.Reasoning);
        text.Append("<|start|>assistant to=functions.").Append(call.Name).Append("<|channel|>commentary json<|message|>").Append(PythonJsonText.Of(call.Arguments)).Append("<|call|>");
    }

    private static void WriteAnalysis(StringBuilder text, string? thought)
    {
        if (thought is { Length: > 0 })
        {
            text.Append("<|start|>assistant<|channel|>analysis<|message|>").Append(thought).Append("<|end|>");
        }
    }

    private static string? Variable(ChatTemplateOptions options, string name) => options.Variables.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TokenizerException Refused(string reason) => new("gpt-oss", reason);
}
