using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What <c>run.json</c> says of the server of a configuration.</summary>
internal static class ServerDescription
{
    /// <summary>What must be the same in every session, or its figures are those of two servers.</summary>
    private static readonly string[] Lasting = ["version", "model", "draft_model", "target_commit", "draft_commit"];

    public static JsonObject Of(SpecServer server) => new()
    {
        ["version"] = server.Version,
        ["model"] = server.Client.Info?.ModelPath,
        ["draft_model"] = server.Client.Info?.DraftModelPath,
        ["target_commit"] = server.Plan?.TargetCommit,
        ["draft_commit"] = server.Plan?.DraftCommit,
        ["arguments"] = server.Plan is { } plan ? RunSettings.List(plan.Arguments.Select(argument => argument.Value)) : null,
        ["client"] = typeof(SpecClient).Assembly.GetName().Version?.ToString(),
    };

    /// <summary>What is another thing than before, as "version was X and is Y".</summary>
    public static IReadOnlyList<string> Changes(JsonObject earlier, JsonObject now) =>
    [
        .. Lasting.Where(name => !JsonNode.DeepEquals(earlier[name], now[name]))
            .Select(name => $"{name.Replace('_', ' ')} was {earlier[name]?.ToString() ?? "unknown"} and is {now[name]?.ToString() ?? "unknown"}"),
    ];

    /// <exception cref="BenchmarkException">It is another server than the one whose requests are there already.</exception>
    public static void RequireSame(string configuration, JsonObject earlier, JsonObject now, string folder)
    {
        if (Changes(earlier, now) is { Count: > 0 } changes)
        {
            throw new BenchmarkException($"{folder} has requests of {configuration} from another server: {string.Join("; ", changes)}.", "Name another folder, or serve what that run was made with.");
        }
    }

    /// <exception cref="BenchmarkException">A server that runs already speculates otherwise than its figures would say.</exception>
    public static void RequireSpeculation(BenchmarkConfiguration configuration, ServerInfo? info)
    {
        // Releases that answer /model_info alone do not tell.
        if (info is { Version: not null } && info.Speculation != configuration.Speculation)
        {
            var runs = info.Speculation is { } numbers ? $"{configuration.Batch},{numbers.Steps},{numbers.TopK},{numbers.DraftTokens}" : configuration.Baseline;
            throw new BenchmarkException($"The server does not run {configuration}.", $"Name the configuration that it was started with: {runs} (batch, steps, top-k, draft tokens).");
        }
    }
}
