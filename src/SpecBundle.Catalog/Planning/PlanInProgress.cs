namespace SpeculativeDecoding;

/// <summary>A plan while its steps make it: what goes in, and what is there so far.</summary>
internal sealed class PlanInProgress
{
    private readonly List<PlanToken> _tokens = [];
    private readonly List<EnvironmentVariable> _environment = [];

    public PlanInProgress(ModelPair pair, PlanOptions options, LaunchMachine machine, FlagSet flags, CheckpointReader checkpoints)
    {
        (Pair, Options, Machine, Checkpoints) = (pair, options, machine, checkpoints);
        Engine = options.Engine ?? pair.DefaultEngine;
        Target = pair.Target;
        TargetPath = pair.Target.Repository;
        Draft = options.UseDraft ? pair.Draft : null;
        if (flags.Note is { } note)
        {
            Report.Note(note);
        }

        Gate = new FlagGate(flags, Report);
        User = Gate.Parse(options.ExtraArguments);
        Settings = new SettingReader(User, Report);
    }

    public ModelPair Pair { get; }

    public PlanOptions Options { get; }

    public LaunchMachine Machine { get; }

    public CheckpointReader Checkpoints { get; }

    public LaunchEngine Engine { get; }

    public PlanReport Report { get; } = new();

    public FlagGate Gate { get; }

    public UserArguments User { get; }

    public SettingReader Settings { get; }

    public string Program { get; set; } = "";

    /// <summary>The target with the facts of its folder.</summary>
    public TargetModel Target { get; set; }

    public string TargetPath { get; set; }

    /// <summary>The draft with the facts of its folder; null for plain decoding.</summary>
    public DraftModel? Draft { get; set; }

    public string? DraftPath { get; set; }

    /// <summary>What lies in the target's folder; null where it is not on this machine.</summary>
    public CheckpointContents? TargetContents { get; set; }

    /// <summary>What lies in the draft's folder; null where it is not on this machine, and for plain decoding.</summary>
    public CheckpointContents? DraftContents { get; set; }

    /// <summary>What kind of draft it is; null where that can't be read, and for plain decoding.</summary>
    public DraftKind? DraftKind { get; set; }

    /// <summary>The algorithm; null for plain decoding.</summary>
    public SpeculativeAlgorithm? Algorithm { get; set; }

    /// <summary>The commit of the target; null where it is not pinned.</summary>
    public string? TargetCommit { get; set; }

    /// <summary>The commit of the draft; null where it is not pinned.</summary>
    public string? DraftCommit { get; set; }

    /// <summary>The context that the user asked for; null where the pair's or the target's own is served.</summary>
    public int? ContextLength { get; set; }

    /// <summary>The memory fraction that the user asked for.</summary>
    public double? MemoryFraction { get; set; }

    /// <summary>The numbers of speculative decoding; null for plain decoding, and where the server reads them from the draft.</summary>
    public SpeculationSettings? Speculation { get; set; }

    public int TensorParallelSize { get; set; } = 1;

    public MemorySizing? Sizing { get; set; }

    /// <summary>The GPUs; null where nobody looked for any, and for the embedded server.</summary>
    public GpuChoice? GpuChoice { get; set; }

    public string Host { get; set; } = "127.0.0.1";

    public int? Port { get; set; }

    public string? ApiKey { get; set; }

    public string? SecretFile { get; set; }

    /// <summary>Secrets beside the key that stand in that file.</summary>
    public List<(ServerSetting Setting, string Value)> FileSecrets { get; } = [];

    public IReadOnlyList<PlanToken> Tokens => _tokens;

    public IReadOnlyList<EnvironmentVariable> Environment => _environment;

    public bool IsSglang => Engine == LaunchEngine.Sglang;

    /// <summary>What the program runs: an element that is no flag of the server.</summary>
    public void AddProgramElement(string element, string reason) =>
        _tokens.Add(new(element, reason, ArgumentSource.Documented) { IsDocumented = true });

    /// <summary>A setting with its value; a problem where the server does not have it.</summary>
    public void Add(ServerSetting setting, string? value, string reason, ArgumentSource source, bool isDocumented = false) =>
        Add(setting, setting.Documented, value, reason, source, isDocumented);

    /// <summary>A setting that a pair recommends, which the documented command keeps in the spelling of its source.</summary>
    public void Add(RecommendedArgument argument, bool isDocumented) =>
        Add(new ServerSetting(argument.Flag), argument.Flag, argument.Value, $"{argument.Reason} ({argument.Source})", ArgumentSource.Pair, isDocumented);

    /// <summary>An argument of the user, which passed the gate when it was read.</summary>
    public void Add(UserArgument argument)
    {
        var secret = Gate.SecretVariableOf(argument.Flag);
        foreach (var (element, index) in argument.Elements.Select((element, index) => (element, index)))
        {
            _tokens.Add(new(element, "You asked for it.", ArgumentSource.User, index > 0 || element.Length > argument.Flag.Length ? secret : null));
        }
    }

    /// <summary>A variable of the environment, in the place of an earlier one of that name.</summary>
    /// <returns>Whether there was an earlier one.</returns>
    public bool Set(string name, string value, string reason, ArgumentSource source)
    {
        var replaces = _environment.RemoveAll(variable => variable.Name == name) > 0;
        _environment.Add(new() { Name = name, Value = value, Reason = reason, Source = source });
        return replaces;
    }

    private void Add(ServerSetting setting, string? documented, string? value, string reason, ArgumentSource source, bool isDocumented)
    {
        if (Gate.Admit(setting, value) is not { } flag)
        {
            return;
        }

        _tokens.Add(new(flag, reason, source) { Setting = setting, Documented = documented, IsDocumented = isDocumented });
        if (value is not null)
        {
            _tokens.Add(new(value, reason, source, setting.SecretVariable) { Setting = setting, IsDocumented = isDocumented });
        }
    }
}
