namespace SpeculativeDecoding;

/// <summary>A target and the draft that was trained for it.</summary>
public sealed record ModelPair
{
    /// <summary>A pair of your own.</summary>
    /// <param name="target">The target: a name on the Hub (<c>organization/model</c>) or a local folder.</param>
    /// <param name="draft">A draft trained for that target: a name on the Hub or a local folder; null serves the target alone. Its algorithm is read from its <c>config.json</c>; a <see cref="DraftModel"/> may name another (<see cref="DraftModel.Algorithm"/>).</param>
    /// <exception cref="InvalidValueException">A name is empty, or is neither a name on the Hub nor a path.</exception>
    public ModelPair(string target, string? draft)
        : this(target, draft, null)
    {
    }

    /// <summary>A pair of your own.</summary>
    /// <param name="target">The target: a name on the Hub (<c>organization/model</c>) or a local folder.</param>
    /// <param name="draft">A draft trained for that target: a name on the Hub or a local folder; null serves the target alone. Its algorithm is read from its <c>config.json</c>; a <see cref="DraftModel"/> may name another (<see cref="DraftModel.Algorithm"/>).</param>
    /// <param name="id">A short name for messages; the last part of the target's name when null.</param>
    /// <exception cref="InvalidValueException">A name is empty, or is neither a name on the Hub nor a path.</exception>
    public ModelPair(string target, string? draft, string? id)
        : this(new TargetModel(target), draft is null ? null : new DraftModel(draft), id)
    {
    }

    /// <summary>A pair of your own, with what you know about it.</summary>
    /// <param name="target">The target.</param>
    /// <param name="draft">The draft; null serves the target alone.</param>
    /// <param name="id">A short name for messages; the last part of the target's name when null.</param>
    public ModelPair(TargetModel target, DraftModel? draft, string? id)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
        Draft = draft;
        Id = id ?? ModelName.LastPart(target.Repository);
    }

    /// <summary>The short name, for example <c>qwen3-30b</c>. In the catalog it names one pair alone.</summary>
    /// <value>The default value is the last part of the target's name.</value>
    public string Id { get; init; }

    /// <summary>The model that answers.</summary>
    public TargetModel Target { get; init; }

    /// <summary>The small model that proposes tokens for the target to verify; null for plain decoding.</summary>
    public DraftModel? Draft { get; init; }

    /// <summary>What the draft was trained on.</summary>
    /// <value>The default value is <see cref="DraftTrainingData.Unknown"/>.</value>
    public DraftTrainingData TrainingData { get; init; }

    /// <summary>The numbers of speculative decoding to start with.</summary>
    /// <value>The default value is <see cref="SpeculationSettings.Default"/>: 3,1,4.</value>
    public SpeculationSettings RecommendedSpeculation { get; init; } = SpeculationSettings.Default;

    /// <summary>Further arguments to start with, each with its reason, in SGLang's spelling of any release: the plan translates them.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<RecommendedArgument> RecommendedArguments { get; init; } = [];

    /// <summary>The number of GPUs that share the weights in the documented command; null where none was found.</summary>
    public Fact<int>? DocumentedTensorParallelSize { get; init; }

    /// <summary>The smallest hardware that makes sense, in words; null where unknown.</summary>
    public Fact<string>? SmallestHardware { get; init; }

    /// <summary>What serves the pair unless <see cref="PlanOptions.Engine"/> says otherwise.</summary>
    /// <value>The default value is <see cref="LaunchEngine.Sglang"/>.</value>
    public LaunchEngine DefaultEngine { get; init; }

    /// <summary>What to know before using the pair, a sentence or two each. A launch plan repeats them.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The published benchmark of the pair, read when first asked for; empty where none was published.</summary>
    public PublishedResults PublishedResults => PublishedResults.For(Published);

    /// <summary>How the pair is called in the published data.</summary>
    internal PublishedLabels? Published { get; init; }

    /// <summary>Whether the documented command sets the context override of <see cref="LaunchPlan"/>.</summary>
    internal bool DocumentsContextOverride { get; init; }

    /// <summary>The id, the target and the draft.</summary>
    /// <returns>For example <c>qwen3-30b: Qwen/Qwen3-30B-A3B-Instruct-2507 -> lmsys/...</c>.</returns>
    public override string ToString() => $"{Id}: {Target.Repository} -> {Draft?.Repository ?? "no draft"}";
}
