using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The counts of servers in <c>run.json</c>.</summary>
internal static class ServerCountJson
{
    public const string Name = "server_counts";

    public static JsonObject Write(ServerCount count) => new()
    {
        ["configuration"] = count.Configuration,
        ["workload"] = count.Workload,
        ["completion_tokens"] = count.CompletionTokens,
    };

    public static IReadOnlyList<ServerCount> Read(JsonNode description) =>
        [.. (description[Name] as JsonArray ?? []).Select(count => new ServerCount(count!["configuration"]!.GetValue<string>(), count["workload"]!.GetValue<string>(), count["completion_tokens"]!.GetValue<long>()))];
}
