namespace SpeculativeDecoding;

/// <summary>A speculative algorithm: how a draft proposes the tokens that the target verifies. A draft was trained for one.</summary>
public sealed record SpeculativeAlgorithm
{
    // The first release of those that not every release has.
    private static readonly Dictionary<string, SglangRelease> FirstReleases = new(StringComparer.Ordinal)
    {
        ["DFLASH"] = new(0, 5, 11), ["DSPARK"] = new(0, 5, 16), ["FROZEN_KV_MTP"] = new(0, 5, 17), ["UNO"] = new(0, 5, 20),
    };

    /// <summary>An algorithm of SGLang.</summary>
    /// <param name="name">Its name as SGLang takes it, for example <c>EAGLE3</c>; case does not matter.</param>
    /// <exception cref="ArgumentException">The name is empty, or has other characters than ASCII letters, digits, <c>-</c> and <c>_</c>.</exception>
    public SpeculativeAlgorithm(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!IsName(name))
        {
            throw new ArgumentException($"'{name}' is no name of an algorithm: it has letters, digits, '-' and '_' only.", nameof(name));
        }

        Name = name.ToUpperInvariant();
    }

    /// <summary>EAGLE3: a small head that reads hidden states of the target. Every released draft is one.</summary>
    public static SpeculativeAlgorithm Eagle3 { get; } = new("EAGLE3");

    /// <summary>EAGLE: a head that reads the target's last hidden state, and the target's own layers that predict further tokens (MTP, which SGLang calls NEXTN too).</summary>
    internal static SpeculativeAlgorithm Eagle { get; } = new("EAGLE");

    /// <summary>A draft that proposes a whole block at once.</summary>
    internal static SpeculativeAlgorithm DFlash { get; } = new("DFLASH");

    /// <summary>A draft that proposes a whole block, each token of it by the one before.</summary>
    internal static SpeculativeAlgorithm DSpark { get; } = new("DSPARK");

    /// <summary>A draft that reads the target's KV cache, as the assistants of Gemma 4 do.</summary>
    internal static SpeculativeAlgorithm FrozenKeyValue { get; } = new("FROZEN_KV_MTP");

    /// <summary>A small model that reads tokens as the target does.</summary>
    internal static SpeculativeAlgorithm Standalone { get; } = new("STANDALONE");

    /// <summary>The name in capitals, as SGLang writes it.</summary>
    public string Name { get; }

    /// <summary>What the draft is to the algorithm, in one sentence.</summary>
    internal string Reason => Name.StartsWith("EAGLE", StringComparison.Ordinal) ? $"The draft is an {Name} head." : this == Standalone ? "The draft is a model of its own." : $"The draft was made for {Name}.";

    /// <summary>Whether a verify step is a block of the draft's own size: there are no steps and no top-k to choose.</summary>
    internal bool ProposesBlocks => this == DFlash || this == DSpark;

    /// <summary>Whether the draft reads nothing of the target but its tokens.</summary>
    internal bool ReadsTokensAlone => this == Standalone || Name == "NGRAM";

    /// <summary>Whether SGLang serves both alike: it has two names for one algorithm.</summary>
    internal bool IsServedAs(SpeculativeAlgorithm other) => this == other || (Plain(this), Plain(other)) is ("EAGLE", "EAGLE");

    /// <summary>SGLang takes the target for its own draft where none is given, and dies for lack of memory.</summary>
    internal bool LoadsTargetWithoutDraft => this == Eagle3;

    /// <summary>The first release of SGLang that has it; null where all have, or that is not known.</summary>
    internal SglangRelease? FirstRelease => FirstReleases.TryGetValue(Name, out var release) ? release : null;

    /// <summary>The name.</summary>
    /// <returns>For example <c>EAGLE3</c>.</returns>
    public override string ToString() => Name;

    /// <summary>The algorithm of that name; null where the text is no name.</summary>
    internal static SpeculativeAlgorithm? Named(string? name) => !string.IsNullOrEmpty(name) && IsName(name) ? new(name) : null;

    private static string Plain(SpeculativeAlgorithm algorithm) => algorithm.Name == "NEXTN" ? Eagle.Name : algorithm.Name;

    private static bool IsName(string name) => name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
