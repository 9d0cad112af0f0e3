using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What <c>run.json</c> tells of settings and versions, as lines to read.</summary>
internal static class SettingLines
{
    /// <summary>The list of what programs ran in, in a run's description.</summary>
    public const string Interpreters = "program_interpreters";

    public static IReadOnlyList<KeyValuePair<string, string>> Of(JsonNode description)
    {
        var settings = description["settings"] as JsonObject ?? [];
        return
        [
            .. Plain(settings.Where(setting => setting.Key is not ("target" or "draft"))),
            .. Plain(settings["launch"] as JsonObject ?? []),
            .. (settings["workloads"] as JsonObject ?? []).Select(workload => new KeyValuePair<string, string>($"workload {workload.Key}", Workload(workload.Value))),
            .. description[Interpreters] is JsonArray { Count: > 0 } interpreters ? [new KeyValuePair<string, string>("programs ran in", Text(interpreters))] : Array.Empty<KeyValuePair<string, string>>(),
            .. (description["servers"] as JsonObject ?? []).Select(server => new KeyValuePair<string, string>($"server {server.Key}", Server(server.Value))),
        ];
    }

    /// <summary>Those that say something, and have no lines of their own.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Plain(IEnumerable<KeyValuePair<string, JsonNode?>> settings) => settings
        .Where(setting => setting.Value is not null and not JsonObject and not JsonArray { Count: 0 })
        .Select(setting => new KeyValuePair<string, string>(setting.Key.Replace('_', ' '), Text(setting.Value!)));

    private static string Workload(JsonNode? workload) => Sentence(
        ("", workload?["prompts"] is { } prompts ? $"{prompts} prompts" : null),
        ("at most ", workload?["max_new_tokens"] is { } limit ? $"{limit} new tokens" : null),
        ("stops at ", workload?["stop"] is JsonArray { Count: > 0 } stop ? string.Join(' ', stop.Select(text => text is null ? "" : $"\"{text}\"")) : null),
        ("SHA-256 of the prompts ", workload?["sha256"]?.ToString()));

    private static string Server(JsonNode? server) => Sentence(
        ("", server?["version"]?.ToString() ?? "version unknown"),
        ("client ", server?["client"]?.ToString()),
        ("target ", server?["target"]?.ToString()),
        ("target commit ", server?["target_commit"]?.ToString()),
        ("SHA-256 of the target's files ", server?["target_files"]?["sha256"]?.ToString()),
        ("draft ", server?["draft"]?.ToString()),
        ("draft commit ", server?["draft_commit"]?.ToString()),
        ("SHA-256 of the draft's files ", server?["draft_files"]?["sha256"]?.ToString()),
        ("settings: ", server?["settings"] is JsonObject { Count: > 0 } own ? string.Join(", ", own.Select(setting => $"{setting.Key} {setting.Value}")) : null),
        ("arguments: ", server?["arguments"] is JsonArray arguments ? Text(arguments) : null));

    private static string Sentence(params (string Name, string? Text)[] parts) =>
        string.Join("; ", parts.Where(part => part.Text is not null).Select(part => part.Name + part.Text));

    private static string Text(JsonNode value) => value is JsonArray list ? string.Join(' ', list.Select(item => item?.ToString())) : value.ToString();
}
