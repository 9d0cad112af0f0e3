using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What <c>run.json</c> says of the server of a configuration.</summary>
internal static class ServerDescription
{
    /// <summary>What must be the same for every server of a run, or its figures are those of two. Of a server without draft nothing is known of the draft.</summary>
    private static readonly string[] OfRun = ["version", "target", "draft", "target_commit", "draft_commit", "gpus"];

    /// <summary>What must be the same for one configuration; another may need another number of GPUs.</summary>
    private static readonly string[] OfConfiguration = [.. OfRun, "tensor_parallel_size"];

    public static JsonObject Of(SpecServer server)
    {
        var (plan, info) = (server.Plan, server.Client.Info);
        var gpus = plan?.Gpus ?? [];
        return new JsonObject
        {
            ["version"] = server.Version,
            ["target"] = plan?.Pair.Target.Repository ?? info?.ModelPath,
            ["draft"] = plan is null ? info?.DraftModelPath : plan.Algorithm is null ? null : plan.Pair.Draft?.Repository,
            ["target_commit"] = plan?.TargetCommit,
            ["draft_commit"] = plan?.DraftCommit,
            ["tensor_parallel_size"] = plan?.TensorParallelSize ?? info?.TensorParallelSize,
            ["gpus"] = gpus.Count > 0 ? RunSettings.List(gpus.Select(gpu => gpu.Name).Distinct()) : null,
            ["arguments"] = plan is not null ? RunSettings.List(plan.Arguments.Select(argument => argument.Value)) : null,
            ["client"] = typeof(SpecClient).Assembly.GetName().Version?.ToString(),
        };
    }

    /// <summary>What is another thing than before, as "version was X and is Y".</summary>
    public static IReadOnlyList<string> Changes(JsonObject earlier, JsonObject now, bool isSameConfiguration = true) =>
    [
        .. (isSameConfiguration ? OfConfiguration : OfRun)
            .Where(name => isSameConfiguration || (earlier[name], now[name]) is (not null, not null))
            .Where(name => !JsonNode.DeepEquals(earlier[name], now[name]))
            .Select(name => $"{name.Replace('_', ' ')} was {Text(earlier[name])} and is {Text(now[name])}"),
    ];

    /// <exception cref="BenchmarkException">It is another server than the one whose requests are there already.</exception>
    public static void RequireSame(string configuration, JsonObject earlier, JsonObject now, bool isSameConfiguration, string folder)
    {
        if (Changes(earlier, now, isSameConfiguration) is { Count: > 0 } changes)
        {
            throw new BenchmarkException($"{folder} has requests of {configuration} from another server: {string.Join("; ", changes)}.", "Name another folder, or serve what that run was made with.");
        }
    }

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
