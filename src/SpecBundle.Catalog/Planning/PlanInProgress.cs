namespace SpeculativeDecoding;

/// <summary>A plan while it is made: what goes in, and what is there so far.</summary>
internal sealed class PlanInProgress(ModelPair pair, PlanOptions options, Machine machine, LaunchEngine engine, PlanReport report)
{
    internal ModelPair Pair { get; } = pair;

    internal PlanOptions Options { get; } = options;

    internal Machine Machine { get; } = machine;

    internal LaunchEngine Engine { get; } = engine;

    internal PlanReport Report { get; } = report;

    internal required FlagSet Flags { get; init; }

    internal required UserArguments User { get; init; }

    internal required SettingReader Settings { get; init; }

    /// <summary>The target with the facts of its folder.</summary>
    internal TargetModel Target { get; set; } = pair.Target;

    /// <summary>The draft with the facts of its folder; null for plain decoding.</summary>
    internal DraftModel? Draft { get; set; } = options.WithoutDraft ? null : pair.Draft;

    internal string TargetPath { get; set; } = pair.Target.Repository;

    internal string? DraftPath { get; set; }

    /// <summary>The commit of the target; null where it is not pinned.</summary>
    internal string? TargetCommit { get; set; }

    /// <summary>The commit of the draft; null where it is not pinned.</summary>
    internal string? DraftCommit { get; set; }

    internal int? ContextLength { get; set; }

    internal double? MemoryFraction { get; set; }

    internal SpeculationSettings? Speculation { get; set; }

    internal List<PlanToken> Tokens { get; } = [];

    internal List<EnvironmentVariable> Environment { get; } = [];

    internal bool IsSglang => Engine == LaunchEngine.Sglang;

    internal void Add(string flag, string? value, string reason, ArgumentSource source, string? documented = null, bool isDocumented = false)
    {
        var secret = value is null ? null : Secrets.VariableOf(flag);
        Tokens.Add(new(flag, reason, source) { Documented = documented, IsDocumented = isDocumented });
        if (value is not null)
            Tokens.Add(new(value, reason, source, secret) { IsDocumented = isDocumented });
    }
}
