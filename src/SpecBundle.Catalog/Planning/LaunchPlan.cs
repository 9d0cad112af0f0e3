namespace SpeculativeDecoding;

/// <summary>What would be started to serve a pair: program, arguments and environment, each with its reason. Secrets are masked in everything it shows.</summary>
public sealed record LaunchPlan
{
    internal LaunchPlan(ModelPair pair, LaunchEngine engine, string program, IReadOnlyList<PlanToken> tokens, IReadOnlyList<EnvironmentVariable> environment)
    {
        (Pair, Engine, Program, Tokens, RealEnvironment) = (pair, engine, program, tokens, environment);
        Arguments = [.. tokens.Select(token => token.Shown)];
        Environment = [.. environment.Select(variable => Secrets.IsSecretVariable(variable.Name) ? variable with { Value = PlanToken.Mask } : variable)];
    }

    /// <summary>The pair.</summary>
    public ModelPair Pair { get; }

    /// <summary>What serves it.</summary>
    public LaunchEngine Engine { get; }

    /// <summary>The program to start.</summary>
    public string Program { get; }

    /// <summary>Its command line, one element each, in order. Secrets are masked.</summary>
    public IReadOnlyList<LaunchArgument> Arguments { get; }

    /// <summary>Environment variables beside those that the program inherits. Secrets are masked.</summary>
    public IReadOnlyList<EnvironmentVariable> Environment { get; }

    /// <summary>What to know about the plan, a sentence or two each.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>The speculative algorithm, by the draft's <c>config.json</c> where the pair does not name it; null without a draft.</summary>
    public SpeculativeAlgorithm? Algorithm { get; internal init; }

    /// <summary>The numbers of speculative decoding; null without a draft, and where the server reads them from a draft that is not on this machine. A draft that proposes a block at once (DFLASH, DSPARK) has one step and top-k 1.</summary>
    public SpeculationSettings? Speculation { get; internal init; }

    /// <summary>The commit of the target that is served, 40 hexadecimal digits; null where it is not pinned.</summary>
    public string? TargetCommit { get; internal init; }

    /// <summary>The commit of the draft that is served, 40 hexadecimal digits; null where it is not pinned, and without a draft.</summary>
    public string? DraftCommit { get; internal init; }

    /// <summary>The number of GPUs that share the target's weights; 1 on the embedded server.</summary>
    public int TensorParallelSize { get; internal init; } = 1;

    /// <summary>The memory of each GPU as a sum; null where the weights or the GPUs are unknown.</summary>
    public MemorySizing? Sizing { get; internal init; }

    /// <summary>The GPUs that the server will hold; empty where nobody looked for any, and for the embedded server.</summary>
    public IReadOnlyList<Gpu> Gpus => GpuChoice?.Gpus ?? [];

    /// <summary>The address that is bound: an IP address or a host name.</summary>
    public string Host { get; internal init; } = "127.0.0.1";

    /// <summary>The TCP port that is bound; null where the launcher picks one at each launch.</summary>
    public int? Port { get; internal init; }

    /// <summary>The release of SGLang planned for; null where it is not known, and for the embedded server.</summary>
    public string? SglangVersion { get; internal init; }

    /// <summary>The GPUs, and why these.</summary>
    internal GpuChoice? GpuChoice { get; init; }

    internal IReadOnlyList<PlanToken> Tokens { get; }

    internal IReadOnlyList<EnvironmentVariable> RealEnvironment { get; }

    /// <summary>The key that requests must carry; null where the launcher makes one.</summary>
    internal string? ApiKey { get; init; }

    /// <summary>The file that the launcher writes the key into; null where the key is on the command line.</summary>
    internal string? SecretFile { get; init; }

    /// <summary>Secrets beside the key that are written into that file.</summary>
    internal IReadOnlyList<(ServerSetting Setting, string Value)> FileSecrets { get; init; } = [];

    /// <summary>Every secret that the plan knows of, for what must not show any.</summary>
    internal IEnumerable<string> SecretValues() =>
        FileSecrets.Select(secret => secret.Value).Concat(Tokens.Where(token => token.SecretVariable is not null)
            .Select(token => token.Value.StartsWith("--", StringComparison.Ordinal) ? token.Value[(token.Value.IndexOf('=', StringComparison.Ordinal) + 1)..] : token.Value));

    /// <summary>Makes a plan. Nothing is started, downloaded or written.</summary>
    /// <param name="pair">The pair to serve.</param>
    /// <param name="options">What the user asks for; the defaults when null.</param>
    /// <param name="machine">What the machine has; nothing is known of it when null.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InvalidValueException">An option has a value that can't be meant, such as port 0.</exception>
    /// <exception cref="GpuUnavailableException">The GPUs that would do are taken at this moment.</exception>
    /// <exception cref="LaunchPlanException">No plan can be made. It lists every problem with its way out.</exception>
    public static LaunchPlan Create(ModelPair pair, PlanOptions? options = null, LaunchMachine? machine = null)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return Planner.Plan(pair, options ?? new PlanOptions(), machine ?? new LaunchMachine());
    }

    /// <summary>The part of the plan that the release and the model cards document, in their order and spelling.</summary>
    /// <returns>A plan without the launcher's and the user's additions.</returns>
    public LaunchPlan Documented() => DocumentedPlan.Of(this);

    /// <summary>The plan as a line for a POSIX shell, one flag on each row. Secrets are variables.</summary>
    /// <returns>The text, without a final line break.</returns>
    public string ToShell() => ShellRendering.Of(this);

    /// <summary>The plan as a <c>docker run</c> line with the official image. Secrets are variables.</summary>
    /// <returns>The text, without a final line break.</returns>
    /// <exception cref="NotSupportedException">The embedded server has no image.</exception>
    public string ToDocker() => DockerRendering.Of(this);

    /// <summary>The plan as JSON: <c>program</c>, <c>arguments</c> with value, reason and source, <c>environment</c>, and <c>gpus</c> where they are known.</summary>
    /// <returns>The text, indented.</returns>
    public string ToJson() => JsonRendering.Of(this);

    /// <summary>What is planned, in one line.</summary>
    /// <returns>For example <c>qwen3-30b on SGLang 0.5.17, GPU 1, speculation 3,1,4, at 127.0.0.1:31000</c>.</returns>
    public override string ToString() => SummaryRendering.Of(this);

    /// <summary>The plan with the reason and the source of each line, for reading.</summary>
    /// <returns>The text, without a final line break.</returns>
    internal string ToText() => TextRendering.Of(this);

    /// <summary>The command line with its secrets.</summary>
    internal IReadOnlyList<string> CommandLine() => [.. Tokens.Select(token => token.Value)];

    /// <summary>The environment with its secrets.</summary>
    internal IReadOnlyDictionary<string, string> EnvironmentValues() =>
        RealEnvironment.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
}
