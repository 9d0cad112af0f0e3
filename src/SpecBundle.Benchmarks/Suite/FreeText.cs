namespace SpeculativeDecoding.Benchmarks;

/// <summary>Answers that only a reader can judge.</summary>
internal static class FreeText
{
    public static AnswerScore Unscored(string? answer) => AnswerScore.Of(answer, null, "free text, which the suite does not score");
}
