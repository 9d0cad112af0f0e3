using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What to measure.</summary>
/// <param name="Pair">A folder with <c>target</c> and <c>draft</c>.</param>
/// <param name="Prompts">A file of JSON lines with <c>prompt</c> or <c>question</c>; null makes random prompts.</param>
/// <param name="Count">How many prompts.</param>
/// <param name="MaxNewTokens">Tokens of an answer at most.</param>
/// <param name="Concurrency">Requests at a time.</param>
/// <param name="IgnoreEos">Whether answers run to the limit.</param>
/// <param name="Threads">Threads of a forward pass; null is the engine's choice.</param>
/// <param name="JsonSchema">A file with a JSON schema that every answer is held to; null lets them be anything.</param>
internal sealed record BenchOptions(string Pair, string? Prompts, int Count, int MaxNewTokens, int Concurrency, bool IgnoreEos, int? Threads, string? JsonSchema)
{
    public const string Usage = "EngineBench [--pair FOLDER] [--prompts FILE.jsonl] [--count N] [--max-new-tokens N] [--concurrency N] [--ignore-eos] [--threads N] [--json-schema FILE]";

    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions(Path.Combine(AppContext.BaseDirectory, "models", "tiny"), null, 20, 128, 1, false, null, null);
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--pair" => options with { Pair = arguments[++i] },
                "--prompts" => options with { Prompts = arguments[++i] },
                "--count" => options with { Count = int.Parse(arguments[++i], CultureInfo.InvariantCulture) },
                "--max-new-tokens" => options with { MaxNewTokens = int.Parse(arguments[++i], CultureInfo.InvariantCulture) },
                "--concurrency" => options with { Concurrency = int.Parse(arguments[++i], CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = int.Parse(arguments[++i], CultureInfo.InvariantCulture) },
                "--json-schema" => options with { JsonSchema = arguments[++i] },
                "--ignore-eos" => options with { IgnoreEos = true },
                _ => throw new ArgumentException(Usage, nameof(arguments)),
            };
        }

        return options;
    }
}
