using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// FinanceQA: questions of financial analysis, most with a passage to read. Behaves as SpecForge's
/// <c>financeqa.py</c>, which does not score: the answers are free text.
/// </summary>
internal sealed class FinanceQaWorkload : ChatWorkload
{
    public override string Name => "financeqa";

    public override DatasetSource Source { get; } =
        new() { Repository = "AfterQuery/FinanceQA", Split = "test", LocalNames = ["financeqa", "finance-qa"] };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id)
    {
        var question = row.RequiredText(Source, "question").Trim();
        var context = row.Text("context")?.Trim();
        return new()
        {
            Id = id,
            Turns = [context is null
                ? question
                : $"Given the following context:\n\n{context}\n\nCan you answer the following question?\n\n{question}"],
            Category = row.Text("question_type"),
            Reference = row.Text("answer"),
        };
    }

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => AnswerScore.OfFreeText(answer);
}
