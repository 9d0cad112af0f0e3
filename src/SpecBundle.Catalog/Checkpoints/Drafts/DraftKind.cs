namespace SpeculativeDecoding;

/// <summary>What kind of draft a configuration describes, and under which algorithm SGLang serves it.</summary>
internal sealed record DraftKind
{
    /// <summary>What it is, with its article, for example <c>an EAGLE3 draft</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The algorithm; null where SGLang serves it under none.</summary>
    public SpeculativeAlgorithm? Algorithm { get; init; }

    /// <summary>The first release that serves it, where that is later than its algorithm's; null else.</summary>
    public SglangRelease? FirstRelease { get; init; }

    /// <summary>The release of which it is sure; of earlier ones it is not known whether they serve it. Null where all that have the algorithm do.</summary>
    public SglangRelease? SureRelease { get; init; }

    /// <summary>Why it can't be served, said after its name, for example <c>which SGLang does not read</c>; null where it can.</summary>
    public string? Objection { get; init; }

    /// <summary>What to do about it, in one or two sentences; null where nothing better is known than another draft.</summary>
    public string? Remedy { get; init; }

    /// <summary>The tokens of a verify step, where the draft proposes a whole block; null where steps and top-k say it.</summary>
    public int? BlockTokens { get; init; }

    /// <summary>What to know of it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it is a draft and nothing else: where a target should be, the two were swapped.</summary>
    public bool IsDraftAlone { get; init; } = true;

    /// <summary>Whether nothing says what it is.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Whether it lies in the target's own weights, which are not loaded a second time.</summary>
    public bool IsInTarget { get; init; }
}
