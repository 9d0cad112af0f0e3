using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the folder of an earlier run tells.</summary>
internal static class RunFolder
{
    /// <summary>The requests of a run that ended, was interrupted or still runs.</summary>
    /// <param name="path">The folder, or the file of requests in it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="BenchmarkException">It is not the folder of a run.</exception>
    /// <exception cref="RequestLogException">A line of the file is no record.</exception>
    public static async Task<IReadOnlyList<RequestRecord>> ReadRecordsAsync(string path, CancellationToken cancellationToken)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "requests.jsonl") : path;
        if (!File.Exists(file))
        {
            throw new BenchmarkException(
                file == path ? $"There is no folder '{path}'." : $"The folder '{path}' is not of a run: it has no requests.jsonl.", "Name the folder that 'bench' wrote (its --output).");
        }

        try
        {
            return (await RequestLog.ReadAsync(file, cancellationToken).ConfigureAwait(false)).Records;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"{file} can't be read: {exception.Message}", "Check who may read it.", exception);
        }
    }

    /// <summary>The run as a dashboard shows it. No summary is needed: all is computed from the requests.</summary>
    /// <exception cref="BenchmarkException">It is not the folder of a run.</exception>
    /// <exception cref="RequestLogException">A line of the file is no record.</exception>
    public static async Task<DashboardRun> ReadAsync(string folder, ReportOptions options, CancellationToken cancellationToken)
    {
        var records = await ReadRecordsAsync(folder, cancellationToken).ConfigureAwait(false);
        var run = Path.Combine(folder, "run.json");
        try
        {
            var description = File.Exists(run) ? JsonNode.Parse(await File.ReadAllTextAsync(run, cancellationToken).ConfigureAwait(false))! : new JsonObject();
            return Of(folder, description, BenchmarkReport.From(records, RunCounts.AddTo(options, description)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new BenchmarkException($"{run} can't be read: {exception.Message}", "Name the folder that 'bench' wrote (its --output).", exception);
        }
    }

    public static DashboardRun Of(string folder, JsonNode description, BenchmarkReport report)
    {
        var settings = description["settings"] as JsonObject ?? [];
        var shown = settings.Where(setting => setting.Value is not null and not JsonObject && setting.Key is not ("target" or "draft"))
            .Select(setting => new KeyValuePair<string, string>(setting.Key.Replace('_', ' '), Text(setting.Value!)));
        var versions = (description["servers"] as JsonObject ?? []).Select(server => server.Value?["version"]?.ToString()).OfType<string>().Distinct().ToList();
        return new DashboardRun(settings["target"]?.ToString() ?? (settings.ContainsKey("target") ? "(the attached server's)" : "unknown"), settings["draft"]?.ToString(), report)
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Settings = [.. shown, new("server", versions.Count > 0 ? string.Join(", ", versions) : "unknown")],
        };
    }

    private static string Text(JsonNode value) => value is JsonArray list ? string.Join(' ', list.Select(item => item?.ToString())) : value.ToString();
}
