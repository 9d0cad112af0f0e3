using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Questions with four choices as SpecForge's <c>gpqa.py</c> and <c>mmlu.py</c> ask them. An answer is all that stands
/// between the first <c>Answer: </c> and the next, and must be the letter and nothing else; <c>Answer: B.</c> and
/// <c>**Answer: B**</c> count as wrong there, and so here, with a note.
/// </summary>
internal static partial class MultipleChoice
{
    private const string Mark = "Answer: ";

    public static string Ask(string question, IReadOnlyList<string> choices) =>
        "Answer the following multiple choice question. The last line of your response should be of the following format: "
        + "'Answer: $LETTER' (without quotes) where LETTER is one of ABCD. Think step by step before answering.\n\n"
        + $"{question.Trim()}\n\nA) {choices[0].Trim()}\nB) {choices[1].Trim()}\nC) {choices[2].Trim()}\nD) {choices[3].Trim()}";

    public static string? Extract(string output)
    {
        var parts = output.Split(Mark);
        return parts.Length < 2 ? null : parts[1].Trim();
    }

    public static AnswerScore ScoreAnswer(string? answer, string? reference)
    {
        if (reference is null)
        {
            return AnswerScore.Of(answer, null, "the row has no answer");
        }

        if (answer == reference)
        {
            return AnswerScore.Of(answer, true);
        }

        return answer is not null && Letter().Match(answer) is { Success: true } letter && letter.Groups[1].Value == reference
            ? AnswerScore.Of(answer, false, $"it names {reference}, which is right, but not as the suite reads it: the letter and nothing after it")
            : AnswerScore.Of(answer, false);
    }

    [GeneratedRegex(@"^[\s*_$(\[\\]*(?:boxed\{|text\{)*([ABCD])\b")]
    private static partial Regex Letter();
}
