using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>What runs here: <c>/model_info</c>, <c>/server_info</c> and their older names.</summary>
internal sealed class InfoRoutes(ServerContext server)
{
    public void Map(Router router)
    {
        router.Map("GET", "/model_info", ModelInfoAsync);
        router.Map("GET", "/get_model_info", ModelInfoAsync);
        router.Map("GET", "/server_info", ServerInfoAsync);
        router.Map("GET", "/get_server_info", ServerInfoAsync);
    }

    private Task ModelInfoAsync(HttpContext context) => Responses.JsonAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("model_path", server.Flags.ModelPath);
        json.WriteString("tokenizer_path", server.Flags.ModelPath);
        json.WriteBoolean("is_generation", true);
        json.WriteNull("preferred_sampling_params");
        json.WriteString("weight_version", MetaInfo.WeightVersion);
        json.WriteBoolean("has_image_understanding", false);
        json.WriteBoolean("has_audio_understanding", false);
        json.WriteString("model_type", "llama");
        json.WriteStartArray("architectures");
        json.WriteStringValue(server.Engine.Info.TargetArchitecture);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task ServerInfoAsync(HttpContext context) => Responses.JsonAsync(context, StatusCodes.Status200OK, json =>
    {
        var info = server.Engine.Info;
        json.WriteStartObject();
        server.Arguments.WriteFields(json, info.ContextLength);
        json.WriteString("status", "ready");
        json.WriteNumber("vocab_size", info.VocabularySize);
        json.WriteNumber("max_total_num_tokens", info.MaxTotalTokens);
        json.WriteNumber("max_req_input_len", Math.Min(info.ContextLength, info.MaxTotalTokens) - 6);
        json.WriteStartArray("internal_states");
        WriteState(json, info);
        json.WriteEndArray();
        json.WriteString("version", ServerVersion.Text);
        json.WriteString("protocol_version", ServerVersion.Protocol);
        json.WriteEndObject();
    });

    private void WriteState(Utf8JsonWriter json, EngineInfo info)
    {
        var counters = server.Engine.Counters;
        json.WriteStartObject();
        server.Arguments.WriteFields(json, info.ContextLength);
        json.WriteNumber("num_running_reqs", counters.Running);
        json.WriteNumber("num_waiting_reqs", counters.Waiting);
        if (server.Batches.LifetimeAcceptLength is { } acceptLength)
        {
            json.WriteFloat("avg_spec_accept_length", acceptLength);
        }

        json.WriteFloat("last_gen_throughput", server.Batches.GenerationThroughput);
        json.WriteStartObject("memory_usage");
        json.WriteFloat("weight", Gigabytes(info.TargetWeightBytes + info.DraftWeightBytes));
        json.WriteNumber("token_capacity", info.MaxTotalTokens);
        json.WriteEndObject();
        json.WriteNumber("effective_max_running_requests_per_dp", server.Flags.MaxRunningRequests);
        json.WriteEndObject();
    }

    private static double Gigabytes(long bytes) => Math.Round(bytes / (double)(1 << 30), 3);
}
