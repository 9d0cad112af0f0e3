using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The folder of a run: its settings (<c>run.json</c>) and every finished request (<c>requests.jsonl</c>). Without a folder the requests are kept in memory.</summary>
internal sealed class RunStore : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly RequestLog? _log;
    private readonly Lock _lock = new();
    private readonly List<RequestRecord> _records;
    private readonly JsonObject _description;

    private readonly Dictionary<(string, string, string, int, int), int> _places = [];

    private RunStore(string? path, RequestLog? log, IEnumerable<RequestRecord> records, JsonObject description)
    {
        (Path, _log, _records, _description) = (path, log, [], description);
        foreach (var record in records)
        {
            Keep(record);
        }
    }

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

    /// <summary>What to know of how it was measured, in this session and before.</summary>
    public IReadOnlyList<string> Notes => [.. List("notes").Select(note => note!.GetValue<string>())];

    /// <summary>How often the run was begun before.</summary>
    public int Session { get; private init; }

    /// <exception cref="BenchmarkException">The folder holds a run with other settings, or somebody writes it.</exception>
    public static async Task<RunStore> OpenAsync(string? path, RunPlan plan, CancellationToken cancellationToken)
    {
        var description = new JsonObject { ["format_version"] = 1, ["settings"] = plan.Settings.DeepClone(), ["servers"] = new JsonObject() };
        if (path is null)
        {
            return new RunStore(null, null, [], description);
        }

        RequestLog? log = null;
        try
        {
            Directory.CreateDirectory(path);
            var (settings, requests) = (System.IO.Path.Combine(path, "run.json"), System.IO.Path.Combine(path, "requests.jsonl"));
            if (!File.Exists(settings) && File.Exists(requests) && new FileInfo(requests).Length > 0)
            {
                throw new BenchmarkException($"{path} has a requests.jsonl, and no run.json that says what it is of.", "Name another folder, or bring its run.json back.");
            }

            // Locked first: what another run still writes would be read half.
            log = RequestLog.Open(requests);
            var written = await RequestLog.ReadAsync(requests, cancellationToken).ConfigureAwait(false);
            var records = written.Records;

            // A run that got no answer is no run to go on with: it may have had the wrong address, and the right one is welcome.
            if (records.Count > 0)
            {
                description = Earlier(await RunFile.ReadAsync(settings, cancellationToken).ConfigureAwait(false), plan, path);
            }

            var folder = new RunStore(path, log, records, description) { Session = records.Count > 0 ? records.Max(record => record.Session) + 1 : 0 };
            folder.WriteDescription();
            foreach (var note in written.Notes)
            {
                folder.AddNote(note);
            }

            if (log.WasTorn)
            {
                folder.AddNote("requests.jsonl: the last line was cut off, since its writer had died in it; its request was asked again.");
            }

            log = null;
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"The folder {path} can't be used: {exception.Message}", "Another run may be writing there; name another folder.", exception);
        }
        finally
        {
            if (log is not null)
            {
                await log.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Keeps a record. One that scores a record which is there already takes its place.</summary>
    /// <exception cref="BenchmarkException">It can't be written.</exception>
    public async Task AddAsync(RequestRecord record)
    {
        try
        {
            if (_log is not null)
            {
                await _log.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"requests.jsonl in {Path} can't be written: {exception.Message}", "What had ended is kept; make room, and the same call goes on.", exception);
        }

        lock (_lock)
        {
            Keep(record);
        }
    }

    /// <summary>Notes what runs: release, commits, the command.</summary>
    /// <exception cref="BenchmarkException">The requests that are there already are of another server.</exception>
    public void DescribeServer(string configuration, JsonObject server)
    {
        RequireSame(configuration, server);
        Servers[configuration] = server;
        WriteDescription();
    }

    /// <summary>Compares what is known of a server, or is going to be, with those before.</summary>
    /// <exception cref="BenchmarkException">The requests that are there already are of another server.</exception>
    public void RequireSame(string configuration, JsonObject server)
    {
        foreach (var (name, earlier) in Servers.Where(other => Records.Any(record => record.Configuration == other.Key && record.Error is null)))
        {
            ServerDescription.RequireSame(name, earlier as JsonObject ?? [], server, name == configuration, Path ?? "the run");
        }
    }

    /// <summary>The folders that were served until now.</summary>
    public ServedFolders ServedFolders(TimeProvider time)
    {
        var folders = new ServedFolders(time);
        foreach (var folder in Servers.Select(server => server.Value).OfType<JsonObject>().SelectMany(ServerDescription.FoldersOf))
        {
            folders.Remember(folder);
        }

        return folders;
    }

    public void AddNote(string note)
    {
        if (!Notes.Contains(note))
        {
            Add("notes", note);
        }
    }

    /// <summary>Notes what programs run in.</summary>
    public void NoteInterpreter(string interpreter)
    {
        if (List(SettingLines.Interpreters).Any(earlier => earlier?.ToString() == interpreter))
        {
            return;
        }

        Add(SettingLines.Interpreters, interpreter);
        AddNote(List(SettingLines.Interpreters) is [.., { } before, _]
            ? $"Programs ran in {interpreter} from this session on, and in {before} before: a program may be right in one and wrong in the other."
            : $"Programs ran in {interpreter}.");
    }

    public void Add(ServerTokenCount count) => Add(RunCounts.OfServers, RunCounts.Write(count));

    public void Add(MachineLoad load) => Add(RunCounts.OfMachine, RunCounts.Write(load));

    public async ValueTask DisposeAsync()
    {
        if (_log is not null)
        {
            await _log.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static JsonObject Earlier(JsonObject? earlier, RunPlan plan, string path)
    {
        var different = RunSettings.Differences(plan.Settings, earlier?["settings"] as JsonObject ?? []);
        return different.Count == 0
            ? earlier!
            : throw new BenchmarkException($"{path} holds a run with other settings: {string.Join(", ", different)}.", "Name another folder, or the settings of that run to go on with it.");
    }

    private JsonObject Servers
    {
        get
        {
            if (_description["servers"] is not JsonObject servers)
            {
                _description["servers"] = servers = [];
            }

            return servers;
        }
    }

    private void Add(string list, JsonNode item)
    {
        List(list).Add(item);
        WriteDescription();
    }

    private JsonArray List(string name)
    {
        if (_description[name] is not JsonArray list)
        {
            _description[name] = list = [];
        }

        return list;
    }

    private void Keep(RequestRecord record)
    {
        var key = (record.Configuration, record.Workload, record.PromptId, record.Turn, record.Sample);
        if (_places.TryGetValue(key, out var place) && _records[place].IsSameRequest(record))
        {
            _records[place] = record;
            return;
        }

        _places[key] = _records.Count;
        _records.Add(record);
    }

    private void WriteDescription()
    {
        if (Path is not null)
        {
            WholeFile.Write(System.IO.Path.Combine(Path, "run.json"), _description.ToJsonString(Indented));
        }
    }
}
