using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The folder of a run: its settings (<c>run.json</c>) and every finished request (<c>requests.jsonl</c>). Without a folder the requests are kept in memory.</summary>
internal sealed class ResultFolder : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly RequestLog? _log;
    private readonly Lock _lock = new();
    private readonly List<RequestRecord> _records;
    private readonly JsonObject _description;

    private ResultFolder(string? path, RequestLog? log, List<RequestRecord> records, JsonObject description) => (Path, _log, _records, _description) = (path, log, records, description);

    public string? Path { get; }

    /// <summary>Every request that has ended, in this session and before.</summary>
    public IReadOnlyList<RequestRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>What <c>run.json</c> says.</summary>
    public JsonObject Description => _description;

    /// <summary>How often the run was begun before.</summary>
    public int Session { get; private init; }

    /// <exception cref="BenchmarkException">The folder holds a run with other settings, or somebody writes it.</exception>
    public static async Task<ResultFolder> OpenAsync(string? path, RunPlan plan, CancellationToken cancellationToken)
    {
        var description = new JsonObject { ["format_version"] = 1, ["settings"] = plan.Settings.DeepClone(), ["servers"] = new JsonObject() };
        if (path is null)
        {
            return new ResultFolder(null, null, [], description);
        }

        try
        {
            Directory.CreateDirectory(path);
            var (settings, requests) = (System.IO.Path.Combine(path, "run.json"), System.IO.Path.Combine(path, "requests.jsonl"));
            if (File.Exists(settings))
            {
                description = Earlier(await File.ReadAllTextAsync(settings, cancellationToken).ConfigureAwait(false), plan, path);
            }

            var records = File.Exists(requests) ? [.. (await RequestLog.ReadAsync(requests, cancellationToken).ConfigureAwait(false)).Records] : new List<RequestRecord>();
            var folder = new ResultFolder(path, RequestLog.Open(requests), records, description) { Session = records.Count > 0 ? records.Max(record => record.Session) + 1 : 0 };
            folder.WriteDescription();
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"The folder {path} can't be used: {exception.Message}", "Another run may be writing there; name another folder.", exception);
        }
    }

    public async Task AddAsync(RequestRecord record)
    {
        if (_log is not null)
        {
            await _log.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
        }

        lock (_lock)
        {
            _records.Add(record);
        }
    }

    /// <summary>Notes what ran: release, commits, the command.</summary>
    public void DescribeServer(string configuration, JsonObject server)
    {
        _description["servers"]![configuration] = server;
        WriteDescription();
    }

    public async ValueTask DisposeAsync()
    {
        if (_log is not null)
        {
            await _log.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static JsonObject Earlier(string text, RunPlan plan, string path)
    {
        JsonObject? earlier;
        try
        {
            earlier = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException exception)
        {
            throw new BenchmarkException($"{path}/run.json is not JSON.", "Name another folder.", exception);
        }

        var settings = earlier?["settings"] as JsonObject ?? [];
        var different = plan.Settings.Where(setting => !JsonNode.DeepEquals(setting.Value, settings[setting.Key])).Select(setting => setting.Key).ToList();
        return different.Count == 0
            ? earlier!
            : throw new BenchmarkException($"{path} holds a run with another {string.Join(", ", different)}.", "Name another folder, or the settings of that run to go on with it.");
    }

    private void WriteDescription()
    {
        if (Path is not null)
        {
            ReportFiles.WriteWhole(System.IO.Path.Combine(Path, "run.json"), _description.ToJsonString(Indented));
        }
    }
}
