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
            var description = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "run.json"), cancellationToken).ConfigureAwait(false))!;
            // A run that was killed has no summary yet.
            var file = Path.Combine(folder, "summary.json");
            var summary = File.Exists(file) ? JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)) : null;
            return Of(folder, description, BenchmarkReport.From(records, new ReportOptions { Published = PublishedOf(description) }), NotesOf(summary));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or RequestLogException)
        {
            throw new BenchmarkException($"{folder} is not the folder of a run: {exception.Message}", "Name the folder that 'bench' wrote (--output).", exception);
        }
    }

    public static DashboardRun Of(string folder, JsonNode description, BenchmarkReport report, IEnumerable<string> notes)
    {
        var settings = description["settings"] as JsonObject ?? [];
        return new DashboardRun(settings["target"]?.ToString() ?? "(the attached server's)", settings["draft"]?.ToString(), report)
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Notes = [.. notes],
            Settings = RunSettings.Of(description),
        };
    }

    /// <summary>A configuration that failed, in the words of a note.</summary>
    public static string Failure(string? configuration, string? error) => $"{configuration} failed: {error}";

    // The same figures are held against the run as when it was made; those of another draft say nothing of it.
    private static IReadOnlyList<PublishedResult> PublishedOf(JsonNode description) =>
        description["settings"]?["target"]?.ToString() is { } target && Catalog.TryFind(target, out var pair) && pair.Draft?.Repository == description["settings"]?["draft"]?.ToString()
            ? pair.PublishedResults.Rows
            : [];

    private static IEnumerable<string> NotesOf(JsonNode? summary) =>
    [
        .. (summary?["failures"] as JsonArray ?? []).Select(failure => Failure(failure?["configuration"]?.ToString(), failure?["error"]?.ToString())),
        .. (summary?["notes"] as JsonArray ?? []).Select(note => note?.ToString()).OfType<string>(),
    ];
}
