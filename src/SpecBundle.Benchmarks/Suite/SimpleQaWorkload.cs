using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// SimpleQA: short questions of fact. Behaves as SpecForge's <c>simpleqa.py</c>, which does not score: the original
/// is judged by a model.
/// </summary>
internal sealed class SimpleQaWorkload : ChatWorkload
{
    public override string Name => "simpleqa";

    public override DatasetSource Source { get; } =
        new() { Repository = "basicv8vc/SimpleQA", Split = "test", LocalNames = ["simpleqa", "simple-qa"], License = "MIT" };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id) => new()
    {
        Id = id,
        Turns = [row.RequiredText(Source, "problem").Trim()],
        Reference = row.Text("answer"),
    };

    protected override AnswerScore ScoreAnswer(string? answer, BenchmarkPrompt prompt) => AnswerScore.OfFreeText(answer);
}
