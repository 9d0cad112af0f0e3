using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// LiveCodeBench: problems of programming contests. The prompt is the problem alone, as in SpecForge's
/// <c>livecodebench.py</c>. That file does not score; here the program runs on the row's test cases where that is
/// allowed, by the rules of LiveCodeBench itself (<see cref="ContestGrading"/>).
/// </summary>
internal sealed class LiveCodeBenchWorkload : CodeWorkload
{
    public override string Name => "livecodebench";

    public override DatasetSource Source { get; } =
        new() { Repository = "livecodebench/code_generation", Split = "test", LocalNames = ["livecodebench", "live-code-bench"] };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id) => new()
    {
        Id = id,
        Turns = [row.RequiredText(Source, "question_content").Trim()],
        Category = row.Text("difficulty"),
        Tests = ContestTests.Read(row),
    };

    /// <summary>What stands between the last two lines with a fence, of whatever language; without two there is no program.</summary>
    public override string? Extract(string output, BenchmarkPrompt prompt) => CodeText.LastBlock(output);
}
