using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>The beginnings and ends that all OpenAI answers share.</summary>
internal sealed record OpenAiFrame(string Id, string Kind, long Created, string Model)
{
    public void Begin(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("object", Kind);
        json.WriteNumber("created", Created);
        json.WriteString("model", Model);
    }

    public static void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        json.WriteString("weight_version", MetaInfo.WeightVersion);
        json.WriteEndObject();
    }

    /// <summary>The fields at the end of every choice: logprobs, finish_reason, matched_stop.</summary>
    public static void WriteChoiceEnd(Utf8JsonWriter json, EngineFinish? finish, bool callsTools = false)
    {
        json.WriteNull("logprobs");
        if (finish is null)
        {
            json.WriteNull("finish_reason");
        }
        else
        {
            json.WriteString("finish_reason", finish.Kind switch
            {
                EngineFinishKind.Stop => callsTools ? "tool_calls" : "stop",
                EngineFinishKind.Length => "length",
                _ => "abort",
            });
        }

        if (finish is { Kind: EngineFinishKind.Stop, MatchedString: { } text })
        {
            json.WriteString("matched_stop", text);
        }
        else if (finish is { Kind: EngineFinishKind.Stop, MatchedToken: { } token })
        {
            json.WriteNumber("matched_stop", token);
        }
        else
        {
            json.WriteNull("matched_stop");
        }
    }
}
