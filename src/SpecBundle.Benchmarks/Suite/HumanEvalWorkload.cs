using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>HumanEval: 164 Python functions to complete. Behaves as SpecForge's <c>humaneval.py</c>.</summary>
internal sealed class HumanEvalWorkload : CodeWorkload
{
    public override string Name => "humaneval";

    public override int MaxNewTokens => 1024;

    public override DatasetSource Source { get; } =
        new() { Repository = "openai/openai_humaneval", Split = "test", LocalNames = ["humaneval", "human-eval"], License = "MIT" };

    protected override BenchmarkPrompt Prompt(JsonElement row, string id)
    {
        var entryPoint = row.Text("entry_point");
        var test = row.Text("test");
        return new()
        {
            Id = id,
            Turns = [row.RequiredText(Source, "prompt")],
            Reference = row.Text("canonical_solution"),
            Tests = string.IsNullOrWhiteSpace(test) ? null : new()
            {
                // The tests define check(candidate) and leave the call to whoever runs them.
                Code = entryPoint is null ? test : $"{test}\nif 'check' in globals():\n    check({entryPoint})\n",
                EntryPoint = entryPoint,
            },
        };
    }

    public override string? Extract(string output, BenchmarkPrompt prompt) => CodeText.FromLines(output);

    /// <summary>A whole function stands alone; anything else goes behind the prompt, as its body or its replacement.</summary>
    protected override string Assemble(string answer, BenchmarkPrompt prompt)
    {
        var code = answer.Trim();
        return code.StartsWith("def ", StringComparison.Ordinal)
            && (prompt.Tests?.EntryPoint is not { } entryPoint || CodeText.LeadingFunction(code) == entryPoint)
            ? code
            : $"{prompt.Turns[0]}\n{code}";
    }
}
