using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What two runs were made with that is not the same: a difference between their figures may come from there.</summary>
internal static class RunDifferences
{
    /// <summary>One sentence for each; empty also where a folder does not say.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(string before, string after, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(before, cancellationToken).ConfigureAwait(false) is { } first && await ReadAsync(after, cancellationToken).ConfigureAwait(false) is { } second ? Of(first, second) : [];
        }
        catch (BenchmarkException exception)
        {
            // The records alone can be compared too.
            return [$"{exception.Message} So nothing is known of what the runs were made with."];
        }
    }

    public static IReadOnlyList<string> Of(JsonObject before, JsonObject after)
    {
        var settings = RunSettings.Differences(after["settings"] as JsonObject ?? [], before["settings"] as JsonObject ?? []);
        var servers = (after["servers"] as JsonObject ?? []).Where(server => before["servers"]?[server.Key] is JsonObject && server.Value is JsonObject)
            .SelectMany(server => ServerDescription.Changes((JsonObject)before["servers"]![server.Key]!, (JsonObject)server.Value!), (server, change) => $"{server.Key}: the {change}.");
        return [.. settings.Select(name => $"The runs differ in their {name}."), .. servers];
    }

    private static Task<JsonObject?> ReadAsync(string folder, CancellationToken cancellationToken) => RunFile.ReadAsync(Path.Combine(folder, "run.json"), cancellationToken);
}
