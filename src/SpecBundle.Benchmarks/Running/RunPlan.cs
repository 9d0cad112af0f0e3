using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>All that is asked, and the settings by which a later session knows that it is the same run.</summary>
internal sealed record RunPlan(IReadOnlyList<PlannedWorkload> Workloads, JsonObject Settings)
{
    /// <exception cref="BenchmarkException">It can't be run as asked.</exception>
    public static async Task<RunPlan> CreateAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        var workloads = new List<PlannedWorkload>();
        foreach (var selection in options.Workloads)
        {
            var rows = options.Data ?? new HubRowSource();
            var prompts = (await selection.Workload.LoadAsync(rows, selection.Count, selection.Subsets, cancellationToken).ConfigureAwait(false)).ToArray();
            if (prompts.Length == 0)
            {
                throw new BenchmarkException($"The workload {selection.Workload.Name} has no prompt.", "Check its number and subsets, and the files of its data set.");
            }

            // The same order in every configuration, and no longer that of the source.
            new Random(options.Seed).Shuffle(prompts);
            if (options.Arrivals is { IsTrace: true })
            {
                prompts = [.. prompts.OrderBy(prompt => prompt.ArrivalSeconds ?? 0)];
            }

            workloads.Add(new PlannedWorkload(selection, prompts));
        }

        var plan = new RunPlan(workloads, SettingsOf(options, workloads));
        await ImageCheck.CheckAsync(options, plan, cancellationToken).ConfigureAwait(false);
        return plan;
    }

    internal static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static void Check(BenchmarkOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WarmUpRequests);
        if (options.Workloads.Count == 0 || options.Configurations.Count == 0)
        {
            throw new BenchmarkException("There is nothing to run.", "Name at least one workload and one configuration.");
        }

        if (options.Workloads.GroupBy(workload => workload.Workload.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new BenchmarkException($"The workload {twice.Key} is there twice.", "Name it once, with all its subsets.");
        }

        if (options.Configurations.Distinct().Count() < options.Configurations.Count)
        {
            throw new BenchmarkException("A configuration is there twice.", "Ask each prompt more often with Samples instead.");
        }

        if (options.Attach is not null && options.Configurations.Count > 1)
        {
            throw new BenchmarkException("A server that runs already has one configuration.", "Name the one that it was started with, and run the others with servers of their own.");
        }

        if (options.Attach is null && options.Pair is null)
        {
            throw new BenchmarkException("There is no pair to launch.", "Name one, or the address of a server that runs.");
        }
    }

    private static JsonObject SettingsOf(BenchmarkOptions options, List<PlannedWorkload> workloads)
    {
        var settings = new JsonObject
        {
            ["target"] = options.Pair?.Target.Repository,
            ["draft"] = options.Pair?.Draft?.Repository,
            ["attach"] = options.Attach?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
            ["configurations"] = List(options.Configurations.Select(configuration => configuration.ToString())),
            ["samples"] = options.Samples,
            ["seed"] = options.Seed,
            ["arrivals"] = options.Arrivals?.ToString() ?? "closed loop",
            ["warm_up_requests"] = options.WarmUpRequests,
            ["server_arguments"] = List(WithoutSecrets(options.Launch.ExtraArguments)),
        };
        var described = new JsonObject();
        foreach (var workload in workloads)
        {
            described[workload.Name] = new JsonObject
            {
                ["prompts"] = workload.Prompts.Count,
                ["sha256"] = HashOf(workload.Prompts),
                ["max_new_tokens"] = workload.Workload.MaxNewTokens,
                ["stop"] = List(workload.Workload.Stop),
            };
        }

        settings["workloads"] = described;
        return settings;
    }

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

    private static string HashOf(IReadOnlyList<BenchmarkPrompt> prompts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var prompt in prompts.OrderBy(prompt => prompt.Id, StringComparer.Ordinal))
        {
            string?[] parts = [prompt.Id, prompt.System, prompt.Raw, .. prompt.Turns, .. prompt.History.Select(message => message.Content)];
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\u001F', parts) + '\n'));
            foreach (var image in prompt.Images ?? [])
            {
                hash.AppendData(SHA256.HashData(image));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
