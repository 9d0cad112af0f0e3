using System.Text.Json.Serialization;

namespace SpeculativeDecoding;

/// <summary>Who turns a conversation into a prompt.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChatRoute>))]
public enum ChatRoute
{
    /// <summary>The server, at <c>/v1/chat/completions</c>: its chat template, its parsers of tool calls and of reasoning. Nothing of the model is needed here.</summary>
    Server,
}
