using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The prompts to answer, in tokens.</summary>
internal static class Prompts
{
    public static IReadOnlyList<EngineRequest> Read(BenchOptions options, IEngine engine)
    {
        var grammar = options.JsonSchema is null ? null : new TokenGrammar(
            GrammarSource.JsonSchema(File.ReadAllText(options.JsonSchema)).Write(), new TokenVocabulary(engine.Tokenizer, engine.Info.VocabularySize, engine.Info.EosTokenIds));
        var sampling = new EngineSampling { Temperature = 0, MaxNewTokens = options.MaxNewTokens, IgnoreEos = options.IgnoreEos, Grammar = grammar };
        var prompts = options.Prompts is null ? Random(options, engine.Info.VocabularySize) : File.ReadLines(options.Prompts).Take(options.Count).Select(line => Encode(engine, line));
        return [.. prompts.Select((ids, i) => new EngineRequest($"bench-{i}", ids, sampling))];
    }

    private static IReadOnlyList<int> Encode(IEngine engine, string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return root.TryGetProperty("prompt", out var prompt)
            ? engine.Tokenizer.Encode(prompt.GetString()!)
            : engine.Tokenizer.Encode(engine.Tokenizer.ApplyChatTemplate([new("user", root.GetProperty("question").GetString()!)], new()));
    }

    private static IEnumerable<IReadOnlyList<int>> Random(BenchOptions options, int vocabulary)
    {
        const int PromptTokens = 60;
        var random = new Random(1);
        return Enumerable.Range(0, options.Count).Select(_ => (IReadOnlyList<int>)[.. Enumerable.Range(0, PromptTokens).Select(_ => random.Next(3, vocabulary))]);
    }
}
