using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The settings in <c>run.json</c>, by which a later session knows that it is the same run: whatever moves a figure is among them, secrets are not.</summary>
internal static class RunSettings
{
    private const string Hash = "sha256";

    public static JsonObject Of(BenchmarkOptions options, IReadOnlyList<PlannedWorkload> workloads) => new()
    {
        ["target"] = options.Pair?.Target.Repository,
        ["draft"] = options.Pair?.Draft?.Repository,
        ["attach"] = options.Attach?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        ["configurations"] = List(options.Configurations.Select(configuration => configuration.ToString())),
        ["samples"] = options.Samples,
        ["seed"] = options.Seed,
        ["arrivals"] = options.Arrivals?.ToString() ?? "closed loop",
        ["warm_up_requests"] = options.WarmUpRequests,
        ["launch"] = options.Attach is null ? OfLaunch(options.Launch) : null,
        ["server_arguments"] = List(WithoutSecrets(options.Launch.ExtraArguments)),
        ["workloads"] = new JsonObject(workloads.Select(workload => KeyValuePair.Create(workload.Name, (JsonNode?)OfWorkload(workload)))),
    };

    /// <summary>What differs, by name; empty when it is the same run.</summary>
    public static IReadOnlyList<string> Differences(JsonObject settings, JsonObject others)
    {
        return [.. Names(settings, others).Select(name => settings[name] is JsonObject inner && others[name] is JsonObject other ? $"{Words(name)} ({string.Join(", ", Details(inner, other))})" : Words(name))];
    }

    public static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string Words(string name) => name.Replace('_', ' ');

    private static IEnumerable<string> Names(JsonObject inner, JsonObject other) =>
        inner.Select(item => item.Key).Union(other.Select(item => item.Key)).Where(name => !JsonNode.DeepEquals(inner[name], other[name]));

    /// <summary>Of a workload also what of it is another.</summary>
    private static IEnumerable<string> Details(JsonObject inner, JsonObject other) => Names(inner, other)
        .Select(name => inner[name] is JsonObject part && other[name] is JsonObject others ? $"{name}: {string.Join(", ", Names(part, others).Select(detail => detail == Hash ? "the prompts" : Words(detail)))}" : name);

    private static JsonObject OfWorkload(PlannedWorkload workload) => new()
    {
        ["prompts"] = workload.Prompts.Count,
        [Hash] = PromptHash.Of(workload.Prompts),
        ["max_new_tokens"] = workload.Workload.MaxNewTokens,
        ["stop"] = List(workload.Workload.StopStrings),
    };

    /// <summary>Of a variable that holds a secret the name alone.</summary>
    private static JsonObject OfLaunch(LaunchOptions launch)
    {
        var settings = OfEveryLaunch(launch);

        // On which of equal GPUs it runs is no setting, and how much of them it has is one.
        if (launch.GpuShare is { } share)
        {
            settings["gpu_share"] = share;
        }

        return settings;
    }

    private static JsonObject OfEveryLaunch(LaunchOptions launch) => new()
    {
        ["engine"] = launch.Engine?.ToString(),
        ["tensor_parallel_size"] = launch.TensorParallelSize,
        ["memory_fraction_static"] = launch.MemoryFractionStatic,
        ["context_length"] = launch.ContextLength,
        ["sglang_version"] = launch.SglangVersion,
        ["allow_remote_code"] = launch.AllowRemoteCode,
        ["environment"] = List(launch.Environment.Where(variable => !GpuFrame.IsVariable(variable.Key)).OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => Secrets.IsSecretVariable(variable.Key) ? variable.Key : $"{variable.Key}={variable.Value}")),
    };

    /// <summary>A key that is given to the server as an argument of its own is no setting: it must not be found in a report.</summary>
    private static IEnumerable<string> WithoutSecrets(IList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var flag = arguments[i].Split('=')[0];
            yield return Secrets.VariableOf(flag) is null ? arguments[i] : flag;
            i += Secrets.VariableOf(arguments[i]) is null ? 0 : 1;
        }
    }
}
