using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>Writes the body of <c>/v1/chat/completions</c>. What a caller's additional properties have under other names than ours is passed on as it is.</summary>
internal static class ChatBody
{
    // Additional properties that are read here, and what no caller can set.
    private static readonly string[] Kept = ["messages", "stream", "stream_options", "rid", ChatTools.StrictKey, ChatTemplateArguments.Name];
    private static readonly SglangRelease TellsSpeculation = new(0, 5, 19);
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="InvalidValueException">Something in the request can't be sent.</exception>
    public static ReadOnlyMemory<byte> Write(ChatRequest request, RequestId id, ChatTarget target, bool stream)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartObject();
        writer.WriteString("model"u8, TextCheck.Require(target.Model, $"{nameof(ChatOptions)}.{nameof(ChatOptions.ModelId)}"));
        writer.WriteString("rid"u8, id.Wire);
        writer.WriteBoolean("stream"u8, stream);
        WriteQuestions(writer, target.Server, stream);
        WriteSampling(writer, request, target);
        ChatTools.Write(writer, request.Options);
        ChatTemplateArguments.Write(writer, request);
        writer.Flush();
        WriteOthers(writer, request, [.. Kept, .. NamesOf(buffer.WrittenSpan)]);
        ChatMessageWriter.Write(writer, request);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Asks for the counts in every way that the release may know; each ignores the names that it does not.</summary>
    private static void WriteQuestions(Utf8JsonWriter writer, ServerInfo? server, bool stream)
    {
        writer.WriteBoolean("return_spec_tokens_details"u8, true);
        writer.WriteBoolean("return_cached_tokens_details"u8, true);
        if (stream)
        {
            writer.WriteStartObject("stream_options"u8);
            writer.WriteBoolean("include_usage"u8, true);
            writer.WriteBoolean("continuous_usage_stats"u8, true);
            writer.WriteEndObject();
        }
        else if (SglangRelease.TryParse(server?.Version) is not { } release || release.CompareTo(TellsSpeculation) < 0)
        {
            // Refused where an answer is streamed.
            writer.WriteBoolean("return_meta_info"u8, true);
        }
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatRequest request, ChatTarget target)
    {
        var sampling = ChatSampling.Of(request);
        RequestCheck.CheckSampling(sampling, target.VocabularySize);
        SamplingWriter.Write(writer, sampling with { MaxNewTokens = null, MinNewTokens = null, Seed = null, JsonSchema = null, StructuralTag = null });
        SamplingWriter.Write(writer, "max_tokens", sampling.MaxNewTokens);
        SamplingWriter.Write(writer, "min_tokens", sampling.MinNewTokens);
        SamplingWriter.Write(writer, "seed", sampling.Seed);
        ChatFormat.Write(writer, sampling, request.Options);
    }

    private static void WriteOthers(Utf8JsonWriter writer, ChatRequest request, HashSet<string> written)
    {
        foreach (var (name, value) in request.Options.AdditionalProperties ?? [])
        {
            if (written.Add(name))
            {
                writer.WritePropertyName(name);
                PlainValue.Write(writer, value, $"{nameof(ChatOptions)}.{nameof(ChatOptions.AdditionalProperties)}[{name}]");
            }
        }
    }

    /// <summary>The names of the object that was begun.</summary>
    private static List<string> NamesOf(ReadOnlySpan<byte> json)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
            {
                names.Add(reader.GetString()!);
            }
        }

        return names;
    }
}
