using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// GSM8K: word problems of arithmetic, completed after five worked ones, which are the first five of the same split.
/// Behaves as SpecForge's <c>gsm8k.py</c>: the answer is the last run of digits, commas removed, so a sign and what
/// stands before a decimal point are lost. An output without a number has no answer; that file gives it -9999999, and
/// so counts it among its valid predictions.
/// </summary>
internal sealed partial class Gsm8kWorkload : Workload
{
    private const int Shots = 5;

    public override string Name => "gsm8k";

    public override int MaxNewTokens => 512;

    public override IReadOnlyList<string> StopStrings => ["Question", "Assistant:", "<|separator|>"];

    public override DatasetSource Source { get; } = new()
    {
        Repository = "openai/gsm8k",
        Config = "main",
        Split = "test",
        File = new("https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/test.jsonl"),
        LocalNames = ["gsm8k", "grade-school-math"],
        License = "MIT",
    };

    public override async Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(
        IRowSource rows, int? count, IReadOnlyList<string>? subsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckSubsets(subsets);
        var problems = new List<(string Question, string Answer)>();
        await foreach (var row in rows.ReadAsync(Source, cancellationToken).ConfigureAwait(false))
        {
            problems.Add((row.RequiredText(Source, "question"), row.RequiredText(Source, "answer")));
            if (problems.Count >= Shots && problems.Count >= count)
            {
                break;
            }
        }

        if (problems.Count < Shots)
        {
            throw new DatasetException($"{Source} has {problems.Count} rows; the prompt needs the first {Shots} as examples.");
        }

        var examples = string.Concat(problems.Take(Shots).Select(problem => $"{Ask(problem.Question)} {problem.Answer}\n\n"));
        return [.. problems.Take(count ?? problems.Count).Select((problem, index) => new BenchmarkPrompt
        {
            Id = $"gsm8k/{index}",
            Raw = examples + Ask(problem.Question),
            Reference = LastDigits(problem.Answer) ?? throw new DatasetException($"Row {index} of {Source} has no number in its answer."),
        })];
    }

    public override string? Extract(string output, BenchmarkPrompt prompt) => LastDigits(output);

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => AnswerScore.Of(answer, answer == prompt.Reference);

    private static string Ask(string question) => $"Question: {question}\nAnswer:";

    private static string? LastDigits(string text)
    {
        var numbers = Digits().Matches(text.Replace(",", "", StringComparison.Ordinal));
        if (numbers.Count == 0)
        {
            return null;
        }

        var last = numbers[^1].Value;
        // Python reads the digits as a literal: other scripts' digits and leading zeros are no number there.
        return last.All(char.IsAsciiDigit) && (last[0] != '0' || last.Trim('0').Length == 0)
            ? last[0] == '0' ? "0" : last
            : null;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
