using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What served a run: by the plans of the servers that were launched, or in the words of the one that ran already. It is the same for all configurations.</summary>
public sealed record ServedPair
{
    /// <summary>Whether the server ran already, so that its own word is all that is known.</summary>
    public bool IsAttached { get; init; }

    /// <summary>The release; null where the server does not tell.</summary>
    /// <value>The default value is null.</value>
    public string? Version { get; init; }

    /// <summary>The target; null where the server does not tell.</summary>
    /// <value>The default value is null.</value>
    public ServedModel? Target { get; init; }

    /// <summary>The draft; null where none was served, or the server does not tell.</summary>
    /// <value>The default value is null.</value>
    public ServedModel? Draft { get; init; }

    /// <summary>Of a server that ran already, arguments that figures depend on, by SGLang's names.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>What served, in one line.</summary>
    /// <returns>For example <c>my/target with the draft my/draft, release 0.5.17</c>.</returns>
    public override string ToString()
    {
        var models = (Target?.ToString() ?? "a target that the server does not name") + (Draft is null ? " without a draft" : $" with the draft {Draft}");
        return string.Join(", ", [models, .. Version is null ? Array.Empty<string>() : [$"release {Version}"], .. Settings.Select(setting => $"{setting.Key} {setting.Value}")]);
    }

    /// <summary>What a run's description says; null where no server was described.</summary>
    internal static ServedPair? Of(JsonNode description)
    {
        var servers = (description["servers"] as JsonObject ?? []).Select(server => server.Value).OfType<JsonObject>().ToList();
        return servers.Count == 0 ? null : new ServedPair
        {
            IsAttached = description["settings"]?["attach"] is not null,
            Version = servers.Select(server => server["version"]?.ToString()).FirstOrDefault(version => version is not null),
            Target = servers.Select(server => Model(server, "target")).FirstOrDefault(model => model is not null),
            Draft = servers.Select(server => Model(server, "draft")).FirstOrDefault(model => model is not null),
            Settings = [.. (servers[^1]["settings"] as JsonObject ?? []).Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.ToString() ?? ""))],
        };
    }

    /// <summary>The names by which a run is told: of a server that ran already its own, whatever pair was named beside it.</summary>
    internal static (string? Target, string? Draft) NamesOf(ServedPair? served, string? namedTarget, string? namedDraft) =>
        served is { IsAttached: true, Target: { } target } ? (target.Name, served.Draft?.Name) : (namedTarget ?? served?.Target?.Name, namedDraft ?? served?.Draft?.Name);

    private static ServedModel? Model(JsonObject server, string role) => server[role]?.ToString() is { } name
        ? new ServedModel { Name = name, Revision = server[role + "_commit"]?.ToString(), Sha256 = server[role + "_files"]?["sha256"]?.ToString() }
        : null;
}
