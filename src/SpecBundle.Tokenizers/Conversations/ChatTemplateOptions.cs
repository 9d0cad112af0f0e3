using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What a chat template is given beside the messages.</summary>
public sealed class ChatTemplateOptions
{
    /// <summary>The tools that the model may call.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<ConversationTool> Tools { get; set; } = [];

    /// <summary>Whether the text ends where the assistant speaks next.</summary>
    /// <value>The default value is true. It is ignored with <see cref="ContinueFinalMessage"/>.</value>
    public bool AddGenerationPrompt { get; set; } = true;

    /// <summary>Whether the text ends with the last message, unclosed, so that the model goes on with it.</summary>
    /// <value>The default value is false.</value>
    public bool ContinueFinalMessage { get; set; }

    /// <summary>Variables of this model's template, for example <c>enable_thinking</c> or <c>reasoning_effort</c>. They win over those that this library sets.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>What a template that asks for the date is told.</summary>
    /// <value>The default value is <see cref="TimeProvider.System"/>; the time is the local one.</value>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
