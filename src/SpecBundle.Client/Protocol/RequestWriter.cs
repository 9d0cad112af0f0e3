using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Writes the body of <c>/generate</c>. Nothing is sent that was not set: releases refuse names they do not know.</summary>
internal static class RequestWriter
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(GenerateRequest request, RequestId requestId)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartObject();
        if (request.InputIds is { } ids)
        {
            SamplingWriter.WriteNumbers(writer, "input_ids", ids);
        }
        else
        {
            writer.WriteString("text"u8, request.Prompt);
        }

        if (request.Images is { Count: > 0 } images)
        {
            writer.WriteStartArray("image_data"u8);
            foreach (var image in images)
            {
                writer.WriteStringValue(ImageUri.Of(image.Span));
            }

            writer.WriteEndArray();
        }

        writer.WriteString("rid"u8, requestId.Wire);
        writer.WriteStartObject("sampling_params"u8);
        SamplingWriter.Write(writer, request.Sampling);
        if (request is { FillsContext: true, Sampling.MaxNewTokens: null })
        {
            writer.WriteNull("max_new_tokens"u8);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("stream"u8, request.Stream);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> WriteAbort(string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartObject();
        writer.WriteString("rid"u8, requestId);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Every request of the server, whoever sent it.</summary>
    public static ReadOnlyMemory<byte> WriteAbortAll() => """{"rid":"","abort_all":true}"""u8.ToArray();
}
