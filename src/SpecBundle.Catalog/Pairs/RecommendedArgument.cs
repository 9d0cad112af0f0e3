namespace SpeculativeDecoding;

/// <summary>An argument of SGLang to start a pair with.</summary>
public sealed record RecommendedArgument
{
    /// <summary>The flag in the spelling of its source, for example <c>--attention-backend</c>. A plan spells it as the planned release does.</summary>
    public required string Flag { get; init; }

    /// <summary>Its value.</summary>
    /// <value>The default value is null: the flag is a switch.</value>
    public string? Value { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>How sure the recommendation is.</summary>
    /// <value>The default value is <see cref="Certainty.Verified"/>.</value>
    public Certainty Certainty { get; init; }

    /// <summary>Who recommends it, for example <c>the draft's model card</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The argument and its reason.</summary>
    /// <returns>For example <c>--attention-backend flashinfer: The backend the draft's card settled on. (the draft's model card)</c>.</returns>
    public override string ToString() => $"{Flag}{(Value is null ? "" : " " + Value)}: {Reason} ({Source})";
}
