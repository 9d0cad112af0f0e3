namespace SpeculativeDecoding.Benchmarks;

/// <summary>What became of one answer.</summary>
public sealed record AnswerScore
{
    /// <summary>The answer read from the output; null where none was found or none is looked for.</summary>
    /// <value>The default value is null.</value>
    public string? Answer { get; init; }

    /// <summary>Whether it is right; null when it is not scored, which is neither right nor wrong.</summary>
    /// <value>The default value is null.</value>
    public bool? Correct { get; init; }

    /// <summary>One line that says why it is not scored, or what to know about the score; null for nothing.</summary>
    /// <value>The default value is null.</value>
    public string? Note { get; init; }

    /// <summary>A score in one call.</summary>
    /// <param name="answer">See <see cref="Answer"/>.</param>
    /// <param name="correct">See <see cref="Correct"/>.</param>
    /// <param name="note">See <see cref="Note"/>.</param>
    /// <returns>The score.</returns>
    public static AnswerScore Of(string? answer, bool? correct, string? note = null) => new() { Answer = answer, Correct = correct, Note = note };

    /// <summary>The score of an answer that only a reader can judge.</summary>
    internal static AnswerScore OfFreeText(string? answer) => Of(answer, null, "free text, which the suite does not score");
}
