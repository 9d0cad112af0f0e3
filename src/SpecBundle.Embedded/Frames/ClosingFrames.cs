using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The chunks without choices at the end of an OpenAI stream.</summary>
internal static class ClosingFrames
{
    public static void WriteExtension(Utf8JsonWriter json, OpenAiFrame frame, OpenAiBody body, Generation generation)
    {
        Begin(json, frame);
        json.WriteNull("usage");
        SglExtension.Write(json, body, generation);
        json.WriteEndObject();
    }

    public static void WriteUsage(Utf8JsonWriter json, OpenAiFrame frame, IReadOnlyList<Generation> generations, bool withDetails)
    {
        Begin(json, frame);
        UsageBlock.Write(json, generations, withDetails);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, OpenAiFrame frame)
    {
        frame.Begin(json);
        json.WriteStartArray("choices");
        json.WriteEndArray();
    }
}
