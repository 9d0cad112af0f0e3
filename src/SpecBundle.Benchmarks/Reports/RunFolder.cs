using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the folder of an earlier run tells.</summary>
internal static class RunFolder
{
    /// <summary>The run as a dashboard shows it.</summary>
    /// <exception cref="BenchmarkException">It is not the folder of a run.</exception>
    public static async Task<DashboardRun> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var records = (await RequestLog.ReadAsync(Path.Combine(folder, "requests.jsonl"), cancellationToken).ConfigureAwait(false)).Records;
            var description = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "run.json"), cancellationToken).ConfigureAwait(false));
            return Of(folder, description!, BenchmarkReport.From(records, new ReportOptions { ServerCounts = ServerCountJson.Read(description!) }));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or RequestLogException)
        {
            throw new BenchmarkException($"{folder} is not the folder of a run: {exception.Message}", "Name the folder that 'bench' wrote (--output).", exception);
        }
    }

    public static DashboardRun Of(string folder, JsonNode description, BenchmarkReport report)
    {
        var settings = description["settings"] as JsonObject ?? [];
        var shown = settings.Where(setting => setting.Value is not null and not JsonObject && setting.Key is not ("target" or "draft"))
            .Select(setting => new KeyValuePair<string, string>(setting.Key.Replace('_', ' '), Text(setting.Value!)));
        var versions = (description["servers"] as JsonObject ?? []).Select(server => server.Value?["version"]?.ToString()).OfType<string>().Distinct().ToList();
        return new DashboardRun(settings["target"]?.ToString() ?? "(the attached server's)", settings["draft"]?.ToString(), report)
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Settings = [.. shown, new("server", versions.Count > 0 ? string.Join(", ", versions) : "unknown")],
        };
    }

    private static string Text(JsonNode value) => value is JsonArray list ? string.Join(' ', list.Select(item => item?.ToString())) : value.ToString();
}
