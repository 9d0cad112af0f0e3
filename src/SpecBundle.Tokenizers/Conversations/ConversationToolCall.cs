using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>A call of a tool, as an assistant made it.</summary>
public sealed record ConversationToolCall
{
    /// <summary>What its result refers to.</summary>
    /// <value>The default value is null: templates that know no ids do without.</value>
    public string? Id { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments, a JSON object; an undefined element (the default) for none.</summary>
    public JsonElement Arguments { get; init; }
}
