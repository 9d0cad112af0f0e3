using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The answers of <c>/v1/completions</c>, whole and in chunks.</summary>
internal static class CompletionFrame
{
    public static void WriteWhole(Utf8JsonWriter json, OpenAiFrame frame, OpenAiBody body, IReadOnlyList<Generation> generations)
    {
        frame.Begin(json);
        json.WriteStartArray("choices");
        for (var i = 0; i < generations.Count; i++)
        {
            WriteChoice(json, i, generations[i].Text, generations[i].Finish);
        }

        json.WriteEndArray();
        UsageBlock.Write(json, generations, withDetails: true);
        OpenAiFrame.WriteMetadata(json);
        if (generations.Count == 1 && SglExtension.HasAny(body, generations[0]))
        {
            SglExtension.Write(json, body, generations[0]);
        }

        json.WriteEndObject();
    }

    public static void WriteChunk(Utf8JsonWriter json, OpenAiFrame frame, int index, Generation generation, bool usage)
    {
        frame.Begin(json);
        json.WriteStartArray("choices");
        WriteChoice(json, index, generation.NewText, generation.Finish);
        json.WriteEndArray();
        if (usage)
        {
            UsageBlock.Write(json, [generation], withDetails: false);
        }
        else
        {
            json.WriteNull("usage");
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, int index, string text, EngineFinish? finish)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteString("text", text);
        OpenAiFrame.WriteChoiceEnd(json, finish);
        json.WriteEndObject();
    }
}
