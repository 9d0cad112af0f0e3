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
        new("basicv8vc/SimpleQA", null, "test") { LocalNames = ["simpleqa", "simple-qa"], License = "MIT" };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id) => new()
    {
        Id = id,
        Turns = [row.RequiredText(Source, "problem").Trim()],
        Reference = row.Text("answer"),
    };

    protected override Score Judge(string? answer, BenchmarkPrompt prompt) => FreeText.Unscored(answer);
}
