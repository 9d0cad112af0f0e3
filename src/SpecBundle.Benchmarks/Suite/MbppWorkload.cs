using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// MBPP (sanitized): small Python programs with three tests each. Behaves as SpecForge's <c>mbpp.py</c>, its limit of
/// 1,024 new tokens included.
/// </summary>
internal sealed class MbppWorkload : CodeWorkload
{
    public override string Name => "mbpp";

    public override int MaxNewTokens => 1024;

    public override IReadOnlyList<string> StopStrings => ["[DONE]"];

    public override DatasetSource Source { get; } =
        new() { Repository = "google-research-datasets/mbpp", Config = "sanitized", Split = "test", LocalNames = ["mbpp"], License = "CC-BY-4.0" };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id)
    {
        // The sanitized rows say "prompt" and "test_imports", the full ones "text" and "test_setup_code".
        var tests = row.Texts("test_list");
        var setup = string.Join('\n', [.. row.Texts("test_imports"), row.Text("test_setup_code") ?? ""]).Trim();
        return new()
        {
            Id = id,
            Turns =
            [
                "You are an expert Python programmer, and here is your task: "
                + $"{row.RequiredText(Source, "prompt", "text")} Your code should pass these tests:\n\n{string.Join('\n', tests)}\n\n[BEGIN]\n",
            ],
            Reference = row.Text("code"),
            Tests = tests.Count == 0 ? null : new() { Code = $"{setup}\n{string.Join('\n', tests)}" },
        };
    }

    public override string? Extract(string output, BenchmarkPrompt prompt)
    {
        var text = output.Trim().Split("[DONE]")[0].Trim();
        return CodeText.FromAnywhere(text.StartsWith("[BEGIN]", StringComparison.Ordinal) ? text["[BEGIN]".Length..].Trim() : text);
    }
}
