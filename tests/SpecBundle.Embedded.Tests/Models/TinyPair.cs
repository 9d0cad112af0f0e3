using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>The pair that comes with the server, and prompts for it.</summary>
internal static class TinyPair
{
    public static string Target { get; } = Path.Combine(AppContext.BaseDirectory, "models", "tiny", "target");

    public static string Draft { get; } = Path.Combine(AppContext.BaseDirectory, "models", "tiny", "draft");

    public static string Reference(string file) => Path.Combine(AppContext.BaseDirectory, "fixtures", "reference", file);

    public static EngineOptions Options(int steps, int topK, int draftTokens) => new()
    {
        ModelPath = Target,
        DraftModelPath = steps == 0 ? null : Draft,
        NumSteps = steps,
        TopK = topK,
        NumDraftTokens = draftTokens,
    };

    /// <summary>Word problems, in the model's prompt format.</summary>
    public static IReadOnlyList<string> Prompts(int count) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "word-problems.jsonl")).Take(count).Select(ReadPrompt)];

    private static string ReadPrompt(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("prompt").GetString()!;
    }
}
