using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the folder of an earlier run tells.</summary>
public static class RunFolder
{
    /// <summary>The requests of a run that ended, was interrupted or still runs, and what is to be known of their file.</summary>
    /// <param name="path">The folder, or the file of requests in it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The records in the order in which the requests ended, and notes.</returns>
    /// <exception cref="BenchmarkException">It is not the folder of a run.</exception>
    /// <exception cref="RequestLogException">A line of the file is no record, or was changed after it was written.</exception>
    public static async Task<RequestLogContents> ReadRequestsAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = Directory.Exists(path) ? Path.Combine(path, "requests.jsonl") : path;
        if (!File.Exists(file))
        {
            throw new BenchmarkException(
                file == path ? $"There is no folder '{path}'." : $"The folder '{path}' is not of a run: it has no requests.jsonl.", "Name the folder that 'bench' wrote (its --output).");
        }

        try
        {
            return await RequestLog.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"{file} can't be read: {exception.Message}", "Check who may read it.", exception);
        }
    }

    /// <summary>The run as a dashboard shows it. No summary is needed: all is computed from the requests.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How its report is computed; null for the defaults. Without published figures of the caller's those of the catalog's pair are taken.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The run.</returns>
    /// <exception cref="BenchmarkException">It is not the folder of a run.</exception>
    /// <exception cref="RequestLogException">A line of the file is no record.</exception>
    public static async Task<DashboardRun> ReadAsync(string folder, ReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new ReportOptions();
        var requests = await ReadRequestsAsync(folder, cancellationToken).ConfigureAwait(false);
        var description = await RunFile.ReadAsync(Path.Combine(folder, "run.json"), cancellationToken).ConfigureAwait(false) ?? [];

        // A session that was interrupted leaves no summary, or that of the one before; its notes are in the description.
        var summary = await RunFile.ReadAsync(Path.Combine(folder, "summary.json"), cancellationToken).ConfigureAwait(false);
        summary = summary?["session"]?.GetValue<int>() == SummaryJson.SessionOf(requests.Records) ? summary : description;
        var complete = RunCounts.AddTo(options.Published.Count > 0 ? options : options with { Published = PublishedOf(description) }, description);
        return Of(folder, description, BenchmarkReport.From(requests.Records, complete), requests.Notes.Union(NotesOf(summary)));
    }

    /// <summary>What two runs were made with that is not the same: a difference between their figures may come from there.</summary>
    /// <param name="before">The folder of the first run.</param>
    /// <param name="after">The folder of the second run.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>One sentence for each; empty also where a folder does not say.</returns>
    public static Task<IReadOnlyList<string>> DifferencesAsync(string before, string after, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return RunDifferences.OfAsync(before, after, cancellationToken);
    }

    internal static DashboardRun Of(string folder, JsonNode description, BenchmarkReport report, IEnumerable<string> notes)
    {
        var settings = description["settings"] as JsonObject ?? [];
        var (target, draft) = NamesOf(description);
        return new DashboardRun
        {
            Target = target ?? (settings.ContainsKey("target") ? "(the attached server's)" : "unknown"),
            Draft = draft,
            Report = report,
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Notes = [.. notes],
            Settings = SettingLines.Of(description),
        };
    }

    /// <summary>A configuration that failed, in the words of a note.</summary>
    internal static string Failure(string? configuration, string? error) => $"{configuration} failed: {error}";

    // The same figures are held against the run as when it was made; those of another draft say nothing of it.
    internal static IReadOnlyList<PublishedResult> PublishedOf(JsonNode description) =>
        NamesOf(description) is ({ } target, var draft)
            ? Catalog.FindByTarget(target).FirstOrDefault(pair => pair.Draft?.Repository == draft)?.PublishedResults.Rows ?? []
            : [];

    private static (string? Target, string? Draft) NamesOf(JsonNode description) =>
        ServedPair.NamesOf(ServedPair.Of(description), description["settings"]?["target"]?.ToString(), description["settings"]?["draft"]?.ToString());

    private static IEnumerable<string> NotesOf(JsonNode? summary) =>
    [
        .. (summary?["failures"] as JsonArray ?? []).Select(failure => Failure(failure?["configuration"]?.ToString(), failure?["error"]?.ToString())),
        .. (summary?["notes"] as JsonArray ?? []).Select(note => note?.ToString()).OfType<string>(),
    ];
}
