using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// C-Eval: multiple choice in Chinese in 52 subjects, each a configuration and a category. Behaves as SpecForge's
/// <c>ceval.py</c>, with one difference: the answers of the test split are not published, and a prompt without one is
/// kept and left unscored where the Python suite drops it. Where no answer can be read its accuracy is 0, here unknown.
/// </summary>
internal sealed partial class CevalWorkload : Workload
{
    private static readonly DatasetSource Exam =
        new() { Repository = "ceval/ceval-exam", Split = "test", LocalNames = ["ceval", "c-eval"], HasSiblings = true, License = "CC-BY-NC-SA-4.0" };

    public override string Name => "ceval";

    public override DatasetSource Source => Exam;

    public override IReadOnlyList<string> Subsets => CevalSubjects.All;

    public override async Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(
        IRowSource rows, int? count, IReadOnlyList<string>? subsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckSubsets(subsets);
        var prompts = new List<BenchmarkPrompt>();
        foreach (var subject in subsets ?? Subsets)
        {
            var index = 0;
            if (prompts.Count >= count)
            {
                break;
            }

            await foreach (var row in rows.ReadAsync(Exam with { Config = subject }, cancellationToken).ConfigureAwait(false))
            {
                if (Prompt(row, subject, index++) is { } prompt)
                {
                    prompts.Add(prompt);
                }

                if (prompts.Count >= count)
                {
                    break;
                }
            }
        }

        return prompts;
    }

    public override string? Extract(string output, BenchmarkPrompt prompt)
    {
        var text = output.Trim().ToUpperInvariant();
        foreach (var pattern in new[] { Alone(), InParentheses(), InBrackets(), AfterDaan(), AfterAnswer(), Any() })
        {
            if (pattern.Match(text) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }
        }

        return null;
    }

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt)
    {
        if (prompt.Reference is null)
        {
            return AnswerScore.Of(answer, null, "the answers of this split are not published");
        }

        // The Python suite divides by the answers that could be read, so one that could not counts neither way.
        return answer is null ? AnswerScore.Of(null, null, "no choice found") : AnswerScore.Of(answer, answer == prompt.Reference);
    }

    private static BenchmarkPrompt? Prompt(JsonElement row, string subject, int index)
    {
        var question = row.RequiredText(Exam, "question", "inputs", "problem", "content");
        var options = Options(row).Where(option => option.Length > 0).Select(option => option.Trim()).ToList();
        if (options.Count < 2)
        {
            return null;
        }

        var text = new StringBuilder(question).Append("\n\n选项：\n");
        for (var i = 0; i < options.Count; i++)
        {
            text.Append((char)('A' + i)).Append(". ").Append(options[i]).Append('\n');
        }

        var answer = row.Text("answer", "target", "label", "correct")?.Trim().ToUpperInvariant();
        return new()
        {
            Id = $"ceval/{subject}/{index}",
            Turns = [text.Append("\n请从A、B、C、D中选择一个答案。").ToString()],
            Category = subject,
            Reference = answer is "A" or "B" or "C" or "D" ? answer : null,
        };
    }

    private static IEnumerable<string> Options(JsonElement row)
    {
        foreach (var field in new[] { "options", "choices" })
        {
            if (!row.TryGetProperty(field, out var value))
            {
                continue;
            }

            return value.ValueKind == JsonValueKind.Object
                ? [value.Text("A") ?? "", value.Text("B") ?? "", value.Text("C") ?? "", value.Text("D") ?? ""]
                : row.Texts(field);
        }

        return [.. "ABCD".Select(letter => row.Text($"{letter}", $"option_{letter}") ?? "")];
    }

    [GeneratedRegex(PythonText.Start + "([ABCD])" + PythonText.End)]
    private static partial Regex Alone();

    [GeneratedRegex(@"\(([ABCD])\)")]
    private static partial Regex InParentheses();

    [GeneratedRegex(@"\[([ABCD])\]")]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"答案[：:]\s*([ABCD])")]
    private static partial Regex AfterDaan();

    [GeneratedRegex(@"ANSWER[：:]\s*([ABCD])")]
    private static partial Regex AfterAnswer();

    [GeneratedRegex("([ABCD])")]
    private static partial Regex Any();
}
