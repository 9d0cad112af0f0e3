using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using SpeculativeDecoding.TestHub;

namespace SpeculativeDecoding.Tests;

/// <summary>A Hub for one test, in a child process: with repositories of the test's own, and an empty cache.</summary>
internal sealed partial class HubProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly HttpClient _control;

    private HubProcess(string folder, string hub, string storage)
    {
        (Folder, Endpoint, Storage) = (folder, hub, storage);
        _control = new HttpClient { BaseAddress = new Uri(hub) };
    }

    public string Folder { get; }

    public string Endpoint { get; }

    public string Storage { get; }

    public string Home => Path.Combine(Folder, "home");

    public string Cache => Path.Combine(Home, "hub");

    public static async Task<HubProcess> StartAsync(params (string Name, RepositoryText Repository)[] models)
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-hub-").FullName;
        foreach (var (name, repository) in models)
        {
            var path = Path.Combine(folder, "content", name.StartsWith("datasets/", StringComparison.Ordinal) ? name : "models/" + name);
            Directory.CreateDirectory(path);
            await File.WriteAllTextAsync(Path.Combine(path, "repository.json"), repository.ToJson());
        }

        var (hub, storage) = await HubHost.OpenAsync(Path.Combine(folder, "content"));
        return new HubProcess(folder, hub, storage);
    }

    /// <summary>The environment of a client of this Hub.</summary>
    public Dictionary<string, string?> Environment(string? token = null, params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string?>
        {
            ["HF_ENDPOINT"] = Endpoint,
            ["HF_HOME"] = Home,
            ["HF_TOKEN"] = token,
            ["HF_HUB_DOWNLOAD_TIMEOUT"] = "2",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>The options of a client of this Hub, in an app's own words.</summary>
    public HubOptions Options(string? token = null, params (string Name, string Value)[] more)
    {
        var options = new HubOptions();
        Hasten(options);
        Fill(options, token, more);
        return options;
    }

    /// <summary>Shortens the waits between tries, in the assembly that can see them.</summary>
    static partial void Hasten(HubOptions options);

    /// <summary>The same in options that somebody else made.</summary>
    public void Fill(HubOptions options, string? token = null, params (string Name, string Value)[] more)
    {
        foreach (var (name, value) in Environment(token, more))
        {
            options.Environment[name] = value;
        }
    }

    public async Task FaultAsync(params Fault[] faults) => (await _control.PostAsJsonAsync("/_test/faults", faults, Json)).EnsureSuccessStatusCode();

    /// <summary>What was asked for, without the looks at the beginnings of files.</summary>
    public async Task<List<SeenRequest>> DownloadsAsync() => [.. (await RequestsAsync()).Where(request => !request.IsLook)];

    public async Task<List<SeenRequest>> RequestsAsync() => (await _control.GetFromJsonAsync<List<SeenRequest>>("/_test/requests", Json))!;

    public async Task ForgetAsync() => await _control.DeleteAsync("/_test/requests");

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await HubHost.CloseAsync(Path.Combine(Folder, "content"));
        Directory.Delete(Folder, recursive: true);
    }
}
