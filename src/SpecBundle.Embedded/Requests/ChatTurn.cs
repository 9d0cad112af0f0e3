using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>One message of a chat request.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Content">The text; empty where the assistant only called tools.</param>
/// <param name="Message">All of it, for templates that read tool calls and what they are results of.</param>
internal sealed record ChatTurn(string Role, string Content, JsonElement Message);
