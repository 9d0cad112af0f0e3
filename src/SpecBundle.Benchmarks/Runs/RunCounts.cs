using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What <c>run.json</c> keeps of the surroundings of a cell, beside its requests.</summary>
internal static class RunCounts
{
    public const string OfServers = "server_counts";
    public const string OfMachine = "machine_loads";
    private const string Tokens = "completion_tokens";
    private const string OtherShare = "other_share";

    public static JsonObject Write(ServerTokenCount count) => Write(count.Configuration, count.Workload, Tokens, count.CompletionTokens);

    public static JsonObject Write(MachineLoad load) => Write(load.Configuration, load.Workload, OtherShare, load.OtherShare);

    /// <summary>The options with what the description says.</summary>
    public static ReportOptions AddTo(ReportOptions options, JsonNode description) => options with
    {
        ServerTokenCounts = [.. options.ServerTokenCounts, .. Items(description, OfServers).Select(item => new ServerTokenCount { Configuration = Name(item, "configuration"), Workload = Name(item, "workload"), CompletionTokens = item[Tokens]!.GetValue<long>() })],
        MachineLoads = [.. options.MachineLoads, .. Items(description, OfMachine).Select(item => new MachineLoad { Configuration = Name(item, "configuration"), Workload = Name(item, "workload"), OtherShare = item[OtherShare]!.GetValue<double>() })],
    };

    /// <exception cref="FormatException">An item is not what this writes.</exception>
    public static void Check(JsonObject description)
    {
        foreach (var (list, value) in new[] { (OfServers, Tokens), (OfMachine, OtherShare) })
        {
            foreach (var item in RunFile.List(description, list))
            {
                RunFile.Require(
                    item is JsonObject known && known["configuration"]?.GetValueKind() == JsonValueKind.String && known["workload"]?.GetValueKind() == JsonValueKind.String
                        && known[value] is System.Text.Json.Nodes.JsonValue number && (list == OfServers ? number.TryGetValue<long>(out _) : number.TryGetValue<double>(out var share) && double.IsFinite(share)),
                    list);
            }
        }
    }

    private static JsonObject Write(string configuration, string workload, string name, JsonNode value) => new()
    {
        ["configuration"] = configuration,
        ["workload"] = workload,
        [name] = value,
    };

    private static IEnumerable<JsonNode> Items(JsonNode description, string name) => (description[name] as JsonArray ?? []).OfType<JsonNode>();

    private static string Name(JsonNode item, string name) => item[name]!.GetValue<string>();
}
