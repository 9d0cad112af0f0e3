using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What <c>run.json</c> says of the server of a configuration.</summary>
internal static class ServerDescription
{
    private const string Files = "_files";

    /// <summary>What must be the same for every server of a run, or its figures are those of two. Of a server without draft nothing is known of the draft.</summary>
    private static readonly string[] OfRun = ["version", "target", "draft", "target_commit", "draft_commit", "target" + Files, "draft" + Files, "gpus"];

    /// <summary>What must be the same for one configuration; another may need another number of GPUs.</summary>
    private static readonly string[] OfConfiguration = [.. OfRun, "tensor_parallel_size", "settings"];

    public static JsonObject Of(SpecServer server, JsonObject weights)
    {
        var (plan, info) = (server.Plan, server.Client.Info);
        var gpus = plan?.Gpus ?? [];
        var description = new JsonObject
        {
            ["version"] = server.Version,
            ["target"] = plan?.Pair.Target.Repository ?? info?.ModelPath,
            ["draft"] = plan is null ? info?.DraftModelPath : plan.Algorithm is null ? null : plan.Pair.Draft?.Repository,
            ["target_commit"] = plan is null ? info?.Revision : plan.TargetCommit,
            ["draft_commit"] = plan is null ? info?.DraftRevision : plan.DraftCommit,
            ["tensor_parallel_size"] = plan?.TensorParallelSize ?? info?.TensorParallelSize,
            ["gpus"] = gpus.Count > 0 ? RunSettings.List(gpus.Select(gpu => gpu.Name).Distinct()) : null,
            ["arguments"] = plan is not null ? RunSettings.List(plan.Arguments.Select(argument => argument.Value)) : null,
            ["settings"] = plan is null && info is not null ? new JsonObject(info.Settings.DistinctBy(setting => setting.Key).Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value))) : null,
            ["client"] = typeof(SpecClient).Assembly.GetName().Version?.ToString(),
        };
        foreach (var (name, folder) in weights.ToList())
        {
            weights.Remove(name);
            description[name] = folder;
        }

        return description;
    }

    /// <summary>The folders of the target and of the draft, where they lie in folders.</summary>
    public static JsonObject OfWeights(ServedFolder? target, ServedFolder? draft) => new() { ["target" + Files] = target?.ToJson(), ["draft" + Files] = draft?.ToJson() };

    /// <summary>The folders that a description names.</summary>
    public static IEnumerable<ServedFolder> FoldersOf(JsonObject server) => ((string[])["target" + Files, "draft" + Files]).Select(name => ServedFolder.Of(server[name])).OfType<ServedFolder>();

    /// <summary>What is another thing than before, as "version was X and is Y"; of what a description leaves out nothing.</summary>
    public static IReadOnlyList<string> Changes(JsonObject earlier, JsonObject now, bool isSameConfiguration = true) =>
    [
        .. (isSameConfiguration ? OfConfiguration : OfRun)
            .Where(name => now.ContainsKey(name) && (isSameConfiguration || (earlier[name], now[name]) is (not null, not null)))
            .SelectMany(name => name.EndsWith(Files, StringComparison.Ordinal) ? ChangesOfFiles(name[..^Files.Length], earlier[name], now[name])
                : JsonNode.DeepEquals(earlier[name], now[name]) ? []
                : name == "settings" ? ChangesOfSettings(earlier[name] as JsonObject ?? [], now[name] as JsonObject ?? [])
                : [$"{name.Replace('_', ' ')} was {Text(earlier[name])} and is {Text(now[name])}"]),
    ];

    /// <exception cref="BenchmarkException">It is another server than the one whose requests are there already.</exception>
    public static void RequireSame(string configuration, JsonObject earlier, JsonObject now, bool isSameConfiguration, string folder)
    {
        if (Changes(earlier, now, isSameConfiguration) is { Count: > 0 } changes)
        {
            throw new BenchmarkException($"{folder} has requests of {configuration} from another server: {string.Join("; ", changes)}.", "Name another folder, or serve what that run was made with.");
        }
    }

    /// <summary>Where one of both is not known, nothing is to be compared.</summary>
    private static IEnumerable<string> ChangesOfFiles(string role, JsonNode? earlier, JsonNode? now) =>
        ServedFolder.Of(earlier) is { } before && ServedFolder.Of(now) is { } after && after.ChangesSince(before) is { Count: > 0 } changes
            ? [$"{role} in {after.Path} is not what it was: {string.Join(", ", changes)}"]
            : [];

    private static IEnumerable<string> ChangesOfSettings(JsonObject earlier, JsonObject now) => earlier.Select(setting => setting.Key).Union(now.Select(setting => setting.Key))
        .Where(name => !JsonNode.DeepEquals(earlier[name], now[name]))
        .Select(name => $"{name} was {Text(earlier[name])} and is {Text(now[name])}");

    private static string Text(JsonNode? value) => value is JsonArray list ? string.Join(", ", list.Select(item => item?.ToString())) : value?.ToString() ?? "unknown";

    /// <exception cref="BenchmarkException">A server that runs already speculates otherwise than its figures would say.</exception>
    public static void RequireSpeculation(BenchmarkConfiguration configuration, ServerInfo? info)
    {
        // Releases that answer /model_info alone do not tell.
        if (info is { Version: not null } && info.Speculation != configuration.Speculation)
        {
            var runs = info.Speculation is { } numbers ? $"{configuration.BatchSize},{numbers.Steps},{numbers.TopK},{numbers.DraftTokens}" : configuration.Baseline;
            throw new BenchmarkException($"The server does not run {configuration}.", $"Name the configuration that it was started with: {runs} (batch, steps, top-k, draft tokens).");
        }
    }
}
