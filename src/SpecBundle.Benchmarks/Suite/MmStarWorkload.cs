using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// MMStar: multiple choice about an image. Behaves as SpecForge's <c>mmstar.py</c>, which leaves the choices out of
/// the prompt (all from <c>Options:</c> on). The image goes as the source has it; there it is written anew as JPEG.
/// </summary>
internal sealed partial class MmStarWorkload : ChatWorkload
{
    private const string OptionsMark = "Options:";

    public override string Name => "mmstar";

    public override DatasetSource Source { get; } = new() { Repository = "Lin-Chen/MMStar", Split = "val", LocalNames = ["mmstar"] };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id)
    {
        var text = row.RequiredText(Source, "question");
        var mark = text.IndexOf(OptionsMark, StringComparison.Ordinal);
        var options = mark < 0 ? 0 : text[(mark + OptionsMark.Length)..].Split('\n').Count(line => Option().IsMatch(line.Trim()));
        return new()
        {
            Id = id,
            Turns = [(mark < 0 ? text : text[..mark]).Trim()],
            Images = [RowImage.Read(row, Source)],
            Category = row.Text("category"),
            Reference = Label(row.Text("answer", "correct_answer", "ground_truth"), options),
        };
    }

    public override string? Extract(string output, BenchmarkPrompt prompt)
    {
        var text = output.Trim().ToUpperInvariant();
        foreach (var pattern in new[] { Alone(), InParentheses(), InBrackets(), AfterDaan(), AfterChoice() })
        {
            if (pattern.Match(text) is { Success: true } match && match.Groups[1].Value[0] is >= 'A' and <= 'D')
            {
                return match.Groups[1].Value;
            }
        }

        return null;
    }

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => prompt.Reference is { } reference
        ? AnswerScore.Of(answer, answer == reference)
        : AnswerScore.Of(answer, null, "the row has no answer among its choices");

    private static string? Label(string? answer, int options)
    {
        var letter = answer?.Trim().ToUpperInvariant();
        return letter is [>= 'A' and <= 'Z'] && (options == 0 || letter[0] - 'A' < options) ? letter : null;
    }

    [GeneratedRegex(@"^[A-Z]\.")]
    private static partial Regex Option();

    [GeneratedRegex(PythonText.Start + "([A-Z])" + PythonText.End)]
    private static partial Regex Alone();

    [GeneratedRegex(@"\(([A-Z])\)")]
    private static partial Regex InParentheses();

    [GeneratedRegex(@"\[([A-Z])\]")]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"答案[：:]\s*([A-Z])")]
    private static partial Regex AfterDaan();

    // The Python suite also looks for "Answer:" there, which upper-cased text never has.
    [GeneratedRegex(@"选择[：:]\s*([A-Z])")]
    private static partial Regex AfterChoice();
}
