using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>How busy the server is: <c>/v1/loads</c> and, where it was asked for, <c>/metrics</c>.</summary>
internal sealed class LoadRoutes(ServerContext server)
{
    public void Map(Router router)
    {
        router.Map("GET", "/v1/loads", LoadsAsync);
        if (server.Flags.EnableMetrics)
        {
            router.Map("GET", "/metrics", MetricsAsync);
            router.Map("GET", "/metrics/", MetricsAsync);
        }
    }

    private Task MetricsAsync(HttpContext context) => Responses.TextAsync(
        context, StatusCodes.Status200OK, "text/plain; version=0.0.4; charset=utf-8", server.Metrics.Render(server.Engine, server.Batches, server.Flags));

    private Task LoadsAsync(HttpContext context) => Responses.JsonAsync(context, StatusCodes.Status200OK, json =>
    {
        var (now, counters, info) = (server.Time.GetUtcNow(), server.Engine.Counters, server.Engine.Info);
        var usage = counters.UsedTokens / (double)Math.Max(1, info.MaxTotalTokens);
        json.WriteStartObject();
        json.WriteString("timestamp", now.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
        json.WriteString("version", ServerVersion.Text);
        json.WriteString("accelerator", "CPU");
        json.WriteNumber("num_accelerators", 0);
        json.WriteStartArray("loads");
        json.WriteStartObject();
        json.WriteFloat("timestamp", now.ToUnixTimeMilliseconds() / 1e3);
        json.WriteNumber("dp_rank", 0);
        json.WriteNumber("num_running_reqs", counters.Running);
        json.WriteNumber("num_waiting_reqs", counters.Waiting);
        json.WriteNumber("num_used_tokens", counters.UsedTokens);
        json.WriteNumber("max_total_num_tokens", info.MaxTotalTokens);
        json.WriteNumber("max_running_requests", server.Flags.MaxRunningRequests);
        json.WriteFloat("token_usage", usage);
        json.WriteFloat("gen_throughput", counters.Running == 0 ? 0 : server.Batches.GenerationThroughput);
        json.WriteFloat("utilization", counters.Running / (double)server.Flags.MaxRunningRequests);
        json.WriteStartObject("memory");
        json.WriteFloat("weight_gb", Math.Round((info.TargetWeightBytes + info.DraftWeightBytes) / (double)(1 << 30), 3));
        json.WriteNumber("token_capacity", info.MaxTotalTokens);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
