using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads <c>/server_info</c> (or the little that <c>/model_info</c> has) in one pass over its bytes, nothing else kept.</summary>
internal static class ServerInfoReader
{
    public static ServerInfo Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var info = new ServerInfo();
        var leftOut = new LeftOut();
        int? steps = null, topK = null, draftTokens = null;
        var settings = new List<KeyValuePair<string, string>>();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("server info is not a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("speculative_num_steps"u8))
            {
                steps = JsonValue.ReadCount(ref reader, leftOut);
            }
            else if (reader.ValueTextEquals("speculative_eagle_topk"u8))
            {
                topK = JsonValue.ReadCount(ref reader, leftOut);
            }
            else if (reader.ValueTextEquals("speculative_num_draft_tokens"u8))
            {
                draftTokens = JsonValue.ReadCount(ref reader, leftOut);
            }
            else if (ServerSettingNames.Find(ref reader) is { } setting)
            {
                if (JsonValue.ReadScalar(ref reader) is { } value)
                {
                    settings.Add(KeyValuePair.Create(setting, value));
                }
            }
            else
            {
                info = ReadProperty(ref reader, info, leftOut);
            }
        }

        info = settings.Count > 0 ? info with { Settings = settings } : info;
        if (leftOut.Sentences.Count > 0)
        {
            info = info with { LeftOut = [.. leftOut.Sentences] };
        }

        var speculates = info.SpeculativeAlgorithm is not null && steps is > 0 && topK is > 0 && draftTokens is > 0;
        return speculates ? info with { Speculation = new SpeculationSettings(steps!.Value, topK!.Value, draftTokens!.Value) } : info;
    }

    private static ServerInfo ReadProperty(ref Utf8JsonReader reader, ServerInfo info, LeftOut leftOut)
    {
        if (reader.ValueTextEquals("version"u8))
        {
            return info with { Version = JsonValue.ReadString(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("model_path"u8))
        {
            return info with { ModelPath = JsonValue.ReadString(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("revision"u8))
        {
            return info with { Revision = JsonValue.ReadString(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("speculative_draft_model_revision"u8))
        {
            return info with { DraftRevision = JsonValue.ReadString(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("served_model_name"u8))
        {
            return info with { ServedModelName = JsonValue.ReadString(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("speculative_algorithm"u8))
        {
            return info with { SpeculativeAlgorithm = JsonValue.ReadString(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("speculative_draft_model_path"u8))
        {
            return info with { DraftModelPath = JsonValue.ReadString(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("speculative_adaptive"u8))
        {
            return info with { IsSpeculationAdaptive = JsonValue.ReadBoolean(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("context_length"u8))
        {
            return info with { ContextLength = JsonValue.ReadCount(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("max_req_input_len"u8))
        {
            return info with { MaxPromptTokens = JsonValue.ReadCount(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("tp_size"u8))
        {
            return info with { TensorParallelSize = JsonValue.ReadCount(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("max_running_requests"u8))
        {
            return info with { MaxRunningRequests = JsonValue.ReadCount(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("max_total_num_tokens"u8))
        {
            return info with { CacheTokens = JsonValue.ReadLongCount(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("incremental_streaming_output"u8))
        {
            return info with { IncrementalOutput = JsonValue.ReadBoolean(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("stream_output"u8))
        {
            // The same in earlier releases; later ones have both names.
            var isIncremental = JsonValue.ReadBoolean(ref reader, leftOut);
            return info with { IncrementalOutput = info.IncrementalOutput ?? isIncremental };
        }

        if (reader.ValueTextEquals("stream_interval"u8))
        {
            return info with { StreamInterval = JsonValue.ReadCount(ref reader, leftOut) };
        }

        if (reader.ValueTextEquals("vocab_size"u8))
        {
            return info with { VocabularySize = JsonValue.ReadCount(ref reader, leftOut) };
        }

        JsonValue.Skip(ref reader);
        return info;
    }
}
