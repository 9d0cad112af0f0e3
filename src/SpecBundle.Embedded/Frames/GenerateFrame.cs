using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>One answer of <c>/generate</c>, whole or in part: text, output_ids, meta_info, and in a batch the index.</summary>
internal static class GenerateFrame
{
    public static void Write(Utf8JsonWriter json, Generation generation, bool incremental, bool timings, int? index = null)
    {
        json.WriteStartObject();
        json.WriteString("text", incremental ? generation.NewText : generation.Text);
        json.WriteNumbers("output_ids", generation.OutputIds, incremental ? generation.SentIds : 0);
        json.WritePropertyName("meta_info");
        MetaInfo.Write(json, generation, timings);
        if (index is { } position)
        {
            json.WriteNumber("index", position);
        }

        json.WriteEndObject();
    }
}
