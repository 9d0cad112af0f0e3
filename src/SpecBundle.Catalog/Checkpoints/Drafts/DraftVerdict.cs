namespace SpeculativeDecoding;

/// <summary>What a draft is, and whether it can be served for a target: one judgement for plans, launches and pulls.</summary>
internal sealed record DraftVerdict
{
    // Those whose drafts have classes of their own. Another is a plugin's, whose drafts nobody knows here.
    private static readonly string[] WithClasses = ["EAGLE", "EAGLE3", "NEXTN", "DFLASH", "DSPARK", "FROZEN_KV_MTP", "STANDALONE"];

    /// <summary>What kind of draft it is.</summary>
    public required DraftKind Kind { get; init; }

    /// <summary>The kind with the class, as a message says it.</summary>
    public required string Description { get; init; }

    /// <summary>The algorithm it is served under; null where it can't be served.</summary>
    public SpeculativeAlgorithm? Algorithm { get; init; }

    /// <summary>Why nothing of its kind can be served; null where it can.</summary>
    public CheckpointProblem? Unsupported { get; init; }

    /// <summary>What does not fit the target, or the algorithm that was asked for: one sentence each.</summary>
    public IReadOnlyList<string> Mismatches { get; init; } = [];

    /// <summary>What to know of it, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Judges a draft.</summary>
    /// <param name="place">Where it lies.</param>
    /// <param name="draft">Its configuration.</param>
    /// <param name="target">That of the target; null where it is not known.</param>
    /// <param name="given">The algorithm that was asked for; null where its configuration shall say it.</param>
    public static DraftVerdict Of(CheckpointPlace place, CheckpointConfiguration draft, CheckpointConfiguration? target, SpeculativeAlgorithm? given)
    {
        var kind = given is { ReadsTokensAlone: true } && DraftReading.IsPlainModel(draft) ? WholeModelKind.Beside(draft) : DraftReading.KindOf(draft, target);
        var description = DraftReading.Described(kind, draft);
        var isTrusted = given is not null && (kind.IsUnknown || !WithClasses.Contains(given.Name));
        if (kind.Objection is { } objection && !isTrusted)
        {
            return new()
            {
                Kind = kind,
                Description = description,
                Unsupported = place.Problem(
                    CheckpointProblemKind.DraftUnsupported, $"The draft {place.Name} is {description}, {objection}.", CheckpointConfiguration.FileName,
                    kind.Remedy ?? "Take a draft that was trained for this very target."),
            };
        }

        var algorithm = given ?? kind.Algorithm;
        var isOther = !isTrusted && given is not null && kind.Algorithm is { } made && !given.IsServedAs(made);
        return new()
        {
            Kind = isTrusted ? kind with { BlockTokens = null, Notes = [] } : kind,
            Description = description,
            Algorithm = algorithm,
            Mismatches =
            [
                .. isOther ? [$"the draft is {description}, made for {kind.Algorithm}, and it would be started as {given}"] : Array.Empty<string>(),
                .. target is null ? [] : DraftFit.Mismatches(target, draft, algorithm),
            ],
            Notes =
            [
                .. isTrusted && kind.IsUnknown ? [$"The draft {place.Name} is {description}, {kind.Objection}: it is started as {given}, as you say."] : kind.Notes,
                .. target is not null && DraftFit.Doubt(target, draft) is { } doubt ? [doubt] : Array.Empty<string>(),
            ],
        };
    }
}
