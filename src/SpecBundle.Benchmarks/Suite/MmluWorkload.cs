using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// MMLU: multiple choice in 57 subjects, each a configuration of the data set; all of them without a selection. A
/// count holds for each subset, as in SpecForge's <c>mmlu.py</c>.
/// </summary>
internal sealed class MmluWorkload : Workload
{
    private static readonly DatasetSource Questions =
        new() { Repository = "cais/mmlu", Config = "all", Split = "test", LocalNames = ["mmlu"], License = "MIT" };

    public override string Name => "mmlu";

    public override DatasetSource Source => Questions;

    public override IReadOnlyList<string> Subsets => MmluSubjects.All;

    public override async Task<IReadOnlyList<BenchmarkPrompt>> LoadAsync(
        IRowSource rows, int? count, IReadOnlyList<string>? subsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        CheckSubsets(subsets);
        var prompts = new List<BenchmarkPrompt>();
        if (count <= 0)
        {
            return prompts;
        }

        foreach (var subset in subsets ?? ["all"])
        {
            var index = 0;
            await foreach (var row in rows.ReadAsync(Questions with { Config = subset, HasSiblings = subset != "all" }, cancellationToken).ConfigureAwait(false))
            {
                prompts.Add(Prompt(row, subset, index++));
                if (index == count)
                {
                    break;
                }
            }
        }

        return prompts;
    }

    public override string? Extract(string output, BenchmarkPrompt prompt) => MultipleChoice.Extract(output);

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => MultipleChoice.ScoreAnswer(answer, prompt.Reference);

    private static BenchmarkPrompt Prompt(JsonElement row, string subset, int index) => new()
    {
        Id = subset == "all" ? $"mmlu/{index}" : $"mmlu/{subset}/{index}",
        Turns = [MultipleChoice.Ask(row.RequiredText(Questions, "question"), row.RequiredTexts(Questions, 4, "choices"))],
        Category = row.Text("subject") is { Length: > 0 } subject ? subject : subset == "all" ? null : subset,
        Reference = Letter(row.RequiredText(Questions, "answer")) ?? throw RowFields.Missing(row, Questions, "answer"),
    };

    /// <summary>The letter of a choice's number from 0; a letter stays what it is.</summary>
    private static string? Letter(string answer) =>
        int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 4
            ? $"{(char)('A' + number)}"
            : answer is "A" or "B" or "C" or "D" ? answer : null;
}
