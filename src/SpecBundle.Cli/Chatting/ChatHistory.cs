using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Cli;

/// <summary>What was said, as each request repeats it.</summary>
internal sealed class ChatHistory(string? system)
{
    private const string AbortedKey = "aborted";
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<ChatMessage> _turns = [];

    public IReadOnlyList<ChatMessage> Messages => system is null ? _turns : [new ChatMessage(ChatRole.System, system), .. _turns];

    public bool IsEmpty => _turns.Count == 0;

    public void Ask(string text) => _turns.Add(new ChatMessage(ChatRole.User, text));

    /// <summary>A question without an answer is no part of the conversation: the next one would be asked beside it.</summary>
    public void TakeBack() => _turns.RemoveAt(_turns.Count - 1);

    public void Answer(string text, bool isAborted) => _turns.Add(new ChatMessage(ChatRole.Assistant, text)
    {
        AdditionalProperties = isAborted ? new AdditionalPropertiesDictionary { [AbortedKey] = true } : null,
    });

    /// <summary>Forgets all but the system's message.</summary>
    public void Clear() => _turns.Clear();

    /// <summary>The conversation as one line of JSON, which a file of prompts may have.</summary>
    public string ToJsonLine()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("messages");
            foreach (var message in Messages)
            {
                writer.WriteStartObject();
                writer.WriteString("role", message.Role.Value);
                writer.WriteString("content", message.Text);
                if (message.AdditionalProperties?.ContainsKey(AbortedKey) == true)
                {
                    writer.WriteBoolean(AbortedKey, true);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }
}
