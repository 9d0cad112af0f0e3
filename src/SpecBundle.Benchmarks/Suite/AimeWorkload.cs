using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// AIME 2024: 30 problems whose answers are whole numbers from 0 to 999. Behaves as SpecForge's <c>aime.py</c>, with one
/// difference: the limit is the 32,768 new tokens that file declares. The requests it sends carry the suite's common
/// 2,048 all the same, which end most solutions before their answer.
/// </summary>
internal sealed partial class AimeWorkload : ChatWorkload
{
    private const string Request = "\nPlease reason step by step, and put your final answer within \\boxed{}.";

    public override string Name => "aime";

    public override int MaxNewTokens => 32_768;

    public override DatasetSource Source { get; } =
        new() { Repository = "Maxwell-Jia/AIME_2024", Split = "train", LocalNames = ["aime", "aime2024", "aime-2024"], License = "MIT" };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id) => new()
    {
        Id = id,
        Turns = [row.RequiredText(Source, "Problem", "problem") + Request],
        Reference = row.Text("Answer", "answer")?.Trim(),
    };

    public override string? Extract(string output, BenchmarkPrompt prompt)
    {
        if (Boxed().Match(output) is { Success: true } boxed)
        {
            var inside = boxed.Groups[1].Value.Trim();
            return Digits().Matches(inside) is { Count: > 0 } digits ? digits[^1].Value : inside;
        }

        if (Unbraced().Match(output) is { Success: true } unbraced)
        {
            return unbraced.Groups[1].Value;
        }

        foreach (var pattern in new[] { AfterAnswer(), AfterIs() })
        {
            if (pattern.Matches(output) is { Count: > 0 } matches)
            {
                return matches[^1].Groups[1].Value;
            }
        }

        return Alone().Matches(output).Select(match => match.Value).LastOrDefault(InRange);
    }

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt)
    {
        if (prompt.Reference is not { } reference)
        {
            return AnswerScore.Of(answer, null, "the row has no answer");
        }

        return AnswerScore.Of(answer, answer is not null && (answer == reference || SameNumber(answer, reference)));
    }

    private static bool SameNumber(string answer, string reference) =>
        long.TryParse(PythonText.Digits(answer), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(PythonText.Digits(reference), NumberStyles.Integer, CultureInfo.InvariantCulture, out var right)
        && number == right;

    private static bool InRange(string digits) => PythonText.Digits(digits).TrimStart('0').Length <= 3;

    [GeneratedRegex(@"\\boxed\{([^}]+)\}")]
    private static partial Regex Boxed();

    [GeneratedRegex(@"\\boxed\s+(\d+)")]
    private static partial Regex Unbraced();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"answer[\s:]+(\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AfterAnswer();

    [GeneratedRegex(@"(?:is|equals?|=\s*)(\d+)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AfterIs();

    [GeneratedRegex(PythonText.Start + @"\d+" + PythonText.End)]
    private static partial Regex Alone();
}
