using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Cli;

/// <summary>
/// What the library's messages name, in the words of the command line. The library names a property or a method as a reader of code would
/// write it (<c>PlanOptions.Gpus</c>), and nothing of the command line; here each has the option, the variable or the command that does the same.
/// </summary>
internal static partial class OptionNames
{
    private const string ForServer = " (after '--')";

    /// <summary>By property; launch options are found under <c>PlanOptions</c>, from which they come, as well.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Options = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PlanOptions.Engine"] = "--engine",
        ["PlanOptions.Speculation"] = "--steps, --topk and --draft-tokens",
        ["PlanOptions.UseDraft"] = "--no-draft",
        ["PlanOptions.TensorParallelSize"] = "--tp",
        ["PlanOptions.Gpus"] = "--gpus",
        ["PlanOptions.GpuShare"] = "--gpu-share",
        ["PlanOptions.Host"] = "--host" + ForServer,
        ["PlanOptions.Port"] = "--port",
        ["PlanOptions.ApiKey"] = "--api-key or SPECBUNDLE_API_KEY",
        ["PlanOptions.MaxRunningRequests"] = "--max-running-requests" + ForServer,
        ["PlanOptions.MemoryFractionStatic"] = "--mem-fraction-static" + ForServer,
        ["PlanOptions.ContextLength"] = "--context-length" + ForServer,
        ["PlanOptions.AllowRemoteCode"] = "--allow-remote-code",
        ["PlanOptions.SglangVersion"] = "--sglang-version",
        ["PlanOptions.ExtraArguments"] = "the arguments after '--'",
        ["PlanOptions.Environment"] = "the environment",
        ["LaunchOptions.Python"] = "--python",
        ["LaunchOptions.EmbeddedFolder"] = "SPECBUNDLE_EMBEDDED",
        ["LaunchOptions.PullModels"] = "--no-fetch",
        ["LaunchOptions.WaitForGpu"] = "--wait-for-gpu",
        ["LaunchOptions.SilenceTimeout"] = "--timeout",
        ["LaunchOptions.PhaseTimeout"] = "--phase-timeout",
        ["LaunchOptions.StartTimeout"] = "--start-timeout",
        ["SpecClientOptions.ApiKey"] = "--api-key or SPECBUNDLE_API_KEY",
        ["SpecClientOptions.FirstTokenTimeout"] = "--first-token-timeout",
        ["HubOptions.Endpoint"] = "HF_ENDPOINT",
        ["HubOptions.CacheFolder"] = "HF_HUB_CACHE",
        ["HubOptions.Token"] = "HF_TOKEN",
        ["HubOptions.AllowTokenOverHttp"] = "SPECBUNDLE_TOKEN_OVER_HTTP",
        ["HubOptions.AnswerTimeout"] = "HF_HUB_ETAG_TIMEOUT",
        ["HubOptions.Environment"] = "the environment",
        ["PullOptions.UseDraft"] = "--no-draft",
        ["PullOptions.MaxConnections"] = "--connections",
        ["BenchmarkOptions.Pair"] = "PAIR",
        ["BenchmarkOptions.Configurations"] = "--config-list",
        ["BenchmarkOptions.Workloads"] = "--benchmark-list, --prompts, --trace, --synthetic",
        ["BenchmarkOptions.Data"] = "--data",
        ["BenchmarkOptions.Attach"] = "--attach",
        ["BenchmarkOptions.Folder"] = "--output",
        ["BenchmarkOptions.Arrivals"] = "--rate",
        ["BenchmarkOptions.Samples"] = "--samples",
        ["BenchmarkOptions.Seed"] = "--seed",
        ["BenchmarkOptions.WarmUpRequests"] = "--warm-up",
        ["BenchmarkOptions.Programs"] = "--allow-code-execution",
        ["ReportOptions.ServiceLevels"] = "--goodput",
        ["ReportOptions.Confidence"] = "--confidence",
        ["GenerateRequest.Prompt"] = "the prompt",
        ["GenerateRequest.InputIds"] = "input_ids",
        ["SamplingParameters.MaxNewTokens"] = "--max-new-tokens",
        ["SamplingParameters.Temperature"] = "--temperature",
        ["ModelPair.Draft"] = "--draft",
        ["ModelPair.Target"] = "--target",
        ["TargetModel.Repository"] = "--target",
        ["DraftModel.Repository"] = "--draft",
        ["DraftModel.Algorithm"] = "--speculative-algorithm" + ForServer,
        ["PullOptions.DraftRevision"] = "--draft-revision",
        ["PullOptions.TargetRevision"] = "--revision",
        ["SandboxOptions.PythonPath"] = "--program-python",
        ["SpecClientOptions.AllowPlainHttpKey"] = "--allow-plain-http-key",
    };

    /// <summary>What is no property: calls, and words for what they take. The longest first.</summary>
    private static readonly (string OfLibrary, string OfCommandLine)[] Phrases =
    [
        ("PlanOptions.UseDraft = false", "--no-draft"),
        ("new ModelPair(target, draft)", "--target with --draft"),
        ("SpecBundle.DiagnoseAsync", "'specbundle doctor'"),
        ("SpecBundle.PullAsync", "'specbundle pull'"),
        ("HubClient.ListCachedModels", "'specbundle cache'"),
        ("HubClient.RemoveCachedModels", "'specbundle cache remove'"),
        ("LaunchPlan.ToDocker()", "'specbundle plan PAIR --format docker'"),
        ("Catalog.FindByTarget", "'specbundle catalog'"),
        ("Catalog.All", "'specbundle catalog'"),
        ("Add the package SpecBundle.Embedded to the app, which lays the server beside it, or name its folder with LaunchOptions.EmbeddedFolder or SPECBUNDLE_EMBEDDED.", "Install the tool anew, which brings the server, or name its folder with SPECBUNDLE_EMBEDDED."),
        ("add the package SpecBundle.Embedded, or set SPECBUNDLE_EMBEDDED", "install the tool anew, or set SPECBUNDLE_EMBEDDED"),
        ("Add the package SpecBundle.Embedded, or set SPECBUNDLE_EMBEDDED", "Install the tool anew, or set SPECBUNDLE_EMBEDDED"),
        (" Leave the property null for a random key at a launch, and for a server that asks for none.", " Without one a launch makes a random key."),
        (" (BenchmarkPrompt.Raw)", " (--no-chat-template)"),
        ("BenchmarkPrompt.Raw", "--no-chat-template"),
        ("Catalog.Tiny with the package SpecBundle.Embedded", "the pair 'tiny', or a pair of its kind with --engine embedded,"),
        ("Catalog.Tiny", "the pair 'tiny'"),
        ("the extra arguments ", "the server arguments" + ForServer + " "),
        ("the extra argument ", "the server argument" + ForServer + " "),
    ];

    /// <summary>What is wrong with a value, with the option's name in the property's place.</summary>
    public static string Translate(InvalidValueException exception)
    {
        // The usual hint repeats the message in the library's words.
        var isUsual = exception.Hint == InvalidValueException.UsualHint(exception.Property);
        return isUsual && Find(exception.Property) is not null ? Translate(exception.Message) : Translate($"{exception.Message} {exception.Hint}");
    }

    /// <summary>A message of the library's with the names of options and commands in the places of what they do.</summary>
    public static string Translate(string message)
    {
        message = Removal().Replace(message, "'specbundle cache remove $1 --yes'");
        foreach (var (ofLibrary, ofCommandLine) in Phrases)
        {
            message = message.Replace(ofLibrary, ofCommandLine, StringComparison.Ordinal);
        }

        return Property().Replace(message, match => Find(match.Groups["property"].Value) ?? match.Groups["property"].Value);
    }

    private static string? Find(string property)
    {
        var name = Index().Replace(property, "");
        return Options.GetValueOrDefault(name) ?? Options.GetValueOrDefault(OfLaunch().Replace(name, "PlanOptions."));
    }

    // With the ways to it, which are the library's alone.
    [GeneratedRegex(@"\b(?<property>[A-Z]\w+(?:Options|Request|Parameters|Pair|(?<=Target|Draft)Model)\.\w+(?:\[\d+\])?)(?: \([\w.]+Options\.\w+(?:, \w+Options\.\w+)*\))?")]
    private static partial Regex Property();

    [GeneratedRegex(@"HubClient\.RemoveCachedModels\(\[""([^""]+)""\]\)")]
    private static partial Regex Removal();

    [GeneratedRegex(@"^LaunchOptions\.")]
    private static partial Regex OfLaunch();

    [GeneratedRegex(@"\[\d+\]$")]
    private static partial Regex Index();
}
