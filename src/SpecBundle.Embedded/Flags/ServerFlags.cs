using System.Globalization;

namespace SpeculativeDecoding.Embedded;

/// <summary>What the server was asked to be: the command line, the configuration file and the environment, resolved.</summary>
internal sealed record ServerFlags
{
    public required string ModelPath { get; init; }

    public required string ServedModelName { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 30000;

    public string? ApiKey { get; init; }

    /// <summary>Null decodes plainly.</summary>
    public SpeculationFlags? Speculation { get; init; }

    public int MaxRunningRequests { get; init; } = DefaultMaxRunningRequests;

    public bool MaxRunningRequestsGiven { get; init; }

    public int? MaxTotalTokens { get; init; }

    public int? ContextLength { get; init; }

    public int RandomSeed { get; init; }

    public int StreamInterval { get; init; } = 1;

    public bool IncrementalStreamingOutput { get; init; }

    public bool DisableRadixCache { get; init; }

    public bool EnableMetrics { get; init; }

    public int DecodeLogInterval { get; init; } = 40;

    public string LogLevel { get; init; } = "info";

    public bool SkipServerWarmup { get; init; }

    public string Dtype { get; init; } = "auto";

    public int? Threads { get; init; }

    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(8);

    public const int DefaultMaxRunningRequests = 48;

    /// <summary>Resolves parsed values, the environment standing in for what is not given.</summary>
    public static ServerFlags From(Dictionary<string, string> commandLine, Func<string, string?> environment)
    {
        var values = commandLine.TryGetValue(FlagTable.Config, out var config) ? ConfigFile.Read(config) : [];
        foreach (var (name, value) in commandLine)
        {
            values[name] = value;
        }

        string? Text(string name) => values.GetValueOrDefault(name);
        bool Switch(string name) => values.ContainsKey(name);
        int? Integer(string name, int least)
        {
            if (!values.TryGetValue(name, out var text))
            {
                return null;
            }

            var value = int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return value >= least ? value : throw new StartRefusedException($"ValueError: {name} must be at least {least}, got {value}.");
        }

        var modelPath = Text(FlagTable.ModelPath)
            ?? throw new FlagUsageException("the following arguments are required: --model-path/--model");
        if (Text(FlagTable.TokenizerPath) is { } tokenizer && Path.GetFullPath(tokenizer) != Path.GetFullPath(modelPath))
        {
            throw new StartRefusedException("ValueError: --tokenizer-path must be the model path: the engine reads the tokenizer beside the weights.");
        }

        if (Integer(FlagTable.TensorParallelSize, 1) is > 1)
        {
            throw new StartRefusedException("ValueError: --tp-size must be 1: the embedded engine computes in one process.");
        }

        return new ServerFlags
        {
            ModelPath = modelPath,
            ServedModelName = Text(FlagTable.ServedModelName) ?? modelPath,
            Host = Text(FlagTable.Host) ?? "127.0.0.1",
            Port = Integer(FlagTable.Port, 0) ?? 30000,
            ApiKey = NullIfEmpty(Text(FlagTable.ApiKey)) ?? NullIfEmpty(environment("SPECBUNDLE_API_KEY")),
            Speculation = SpeculationFlags.From(
                Text(FlagTable.Algorithm), Text(FlagTable.DraftModelPath), Integer(FlagTable.NumSteps, 1), Integer(FlagTable.TopK, 1), Integer(FlagTable.NumDraftTokens, 2)),
            MaxRunningRequests = Integer(FlagTable.MaxRunningRequests, 1) ?? DefaultMaxRunningRequests,
            MaxRunningRequestsGiven = values.ContainsKey(FlagTable.MaxRunningRequests),
            MaxTotalTokens = Integer(FlagTable.MaxTotalTokens, 1),
            ContextLength = Integer(FlagTable.ContextLength, 1),
            RandomSeed = Integer(FlagTable.RandomSeed, 0) ?? Random.Shared.Next(1 << 30),
            StreamInterval = Integer(FlagTable.StreamInterval, 1) ?? 1,
            IncrementalStreamingOutput = Switch(FlagTable.Incremental),
            DisableRadixCache = Switch(FlagTable.DisableRadixCache),
            EnableMetrics = Switch(FlagTable.EnableMetrics),
            DecodeLogInterval = Integer(FlagTable.DecodeLogInterval, 1) ?? 40,
            LogLevel = Text(FlagTable.LogLevel) ?? "info",
            SkipServerWarmup = Switch(FlagTable.SkipServerWarmup),
            Dtype = Text(FlagTable.Dtype) ?? "auto",
            Threads = Integer(FlagTable.Threads, 1),
            DrainTimeout = TimeSpan.FromSeconds(Math.Clamp(
                double.Parse(Text(FlagTable.DrainTimeout) ?? "8", NumberStyles.Float, CultureInfo.InvariantCulture), 0, 1e6)),
        };
    }

    public EngineOptions ToEngineOptions() => new()
    {
        ModelPath = ModelPath,
        DraftModelPath = Speculation?.DraftModelPath,
        NumSteps = Speculation?.NumSteps ?? 0,
        TopK = Speculation?.TopK ?? 0,
        NumDraftTokens = Speculation?.NumDraftTokens ?? 0,
        MaxRunningRequests = MaxRunningRequests,
        MaxTotalTokens = MaxTotalTokens,
        ContextLength = ContextLength,
        DisablePrefixCache = DisableRadixCache,
        RandomSeed = RandomSeed,
        Threads = Threads,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
