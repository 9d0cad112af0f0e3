using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// MATH-500: 500 problems of the MATH data set. Behaves as SpecForge's <c>math500.py</c>; see
/// <see cref="MathAnswer"/> for what its extraction does to nested braces.
/// </summary>
internal sealed class Math500Workload : ChatWorkload
{
    public override string Name => "math500";

    public override DatasetSource Source { get; } =
        new() { Repository = "HuggingFaceH4/MATH-500", Split = "test", LocalNames = ["math500", "math-500"] };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id) => new()
    {
        Id = id,
        Turns = [row.RequiredText(Source, "problem")],
        Category = row.Text("subject"),
        Reference = row.Text("answer")?.Trim() ?? (row.Text("solution") is { } solution ? MathAnswer.Extract(solution) : null),
    };

    public override string? Extract(string output, BenchmarkPrompt prompt) => MathAnswer.Extract(output);

    public override ValueTask<AnswerScore> ScoreAsync(
        string output, BenchmarkPrompt prompt, IProgramRunner? programs, CancellationToken cancellationToken)
    {
        var answer = Extract(output, prompt);
        if (prompt.Reference is not { } reference)
        {
            return new(AnswerScore.Of(answer, null, "the row has no answer"));
        }

        var correct = answer is not null && MathAnswer.Same(answer, reference);
        var whole = MathAnswer.WholeBox(output);
        return new(!correct && whole is not null && MathAnswer.Same(whole, reference)
            ? AnswerScore.Of(answer, false, $"the box holds {whole}, which is right; the suite reads it up to the first brace")
            : AnswerScore.Of(answer, correct));
    }
}
