using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>A tool that the model may call.</summary>
public sealed record ConversationTool
{
    /// <summary>The name by which the model calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for the model.</summary>
    /// <value>The default value is null.</value>
    public string? Description { get; init; }

    /// <summary>The JSON schema of its arguments; an undefined element (the default) for a tool without arguments.</summary>
    public JsonElement Parameters { get; init; }
}
