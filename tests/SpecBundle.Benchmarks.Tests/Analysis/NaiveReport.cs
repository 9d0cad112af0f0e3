using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// Every figure of a report, computed from the lines of <c>requests.jsonl</c> by the shortest code that says what it means,
/// without a type or function of the library. Slow, and its resamples are lists of prompts.
/// </summary>
internal sealed class NaiveReport
{
    private const int Resamples = 400;
    private const ulong Seed = 7;
    private const double Confidence = 0.9;
    private readonly List<JsonElement> _lines = [];

    public NaiveReport(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => JsonDocument.Parse(line).RootElement))
        {
            _lines.RemoveAll(earlier => Text(earlier, "configuration") == Text(line, "configuration") && Text(earlier, "workload") == Text(line, "workload") && Key(earlier) == Key(line));
            _lines.Add(line);
        }
    }

    public Dictionary<string, double> Cell(string configuration, string workload, string? category)
    {
        var figures = new Dictionary<string, double>();
        var all = Lines(configuration, workload, category);
        var done = all.Where(line => !Has(line, "error")).ToList();
        figures["requests"] = all.Count;
        figures["failed"] = all.Count - done.Count;
        figures["prompts"] = done.Select(line => Text(line, "prompt_id")).Distinct().Count();
        figures["scored"] = done.Count(line => Has(line, "correct"));
        figures["valid answers"] = done.Count(line => Has(line, "answer"));
        if (done.Any(line => Has(line, "completion_tokens")))
        {
            figures["completion tokens"] = done.Where(line => Has(line, "completion_tokens")).Sum(line => Number(line, "completion_tokens"));
        }

        var speculated = done.Where(line => Has(line, "completion_tokens") && Has(line, "verify_steps")).ToList();
        Ratio(figures, "accept length", speculated, line => Number(line, "completion_tokens"), line => Number(line, "verify_steps"));
        Ratio(figures, "tokens per verify step", speculated, line => Number(line, "completion_tokens") - 1, line => Number(line, "verify_steps"));
        Bound(figures, "accept length", configuration[2] - '0' + 1 + (speculated.Count / speculated.Sum(line => Number(line, "verify_steps"))));
        Bound(figures, "tokens per verify step", configuration[2] - '0' + 1);
        var counted = done.Where(line => Has(line, "completion_tokens")).ToList();
        Ratio(figures, "request speed", counted, line => Number(line, "completion_tokens"), Seconds);
        if (category is null)
        {
            Whole(figures, all, counted);
        }

        Latency(figures, done);
        Share(figures, "accuracy", ByPrompt(done.Where(line => Has(line, "correct")), line => line.GetProperty("correct").GetBoolean() ? 1 : 0, _ => 1));
        Positions(figures, done.Where(line => Has(line, "accept_histogram")).ToList(), configuration[2] - '0');
        Output(figures, done, configuration[2] - '0');
        var clients = done.Where(line => Has(line, "client_seconds")).ToList();
        if (clients.Count > 0)
        {
            figures["client share"] = clients.Sum(line => Number(line, "client_seconds")) / clients.Sum(Seconds);
        }

        if (configuration[2] != '0')
        {
            Against(figures, done, Lines($"{configuration[0]},0,0,0", workload, category).Where(line => !Has(line, "error")).ToList());
        }

        return figures;
    }

    private static void Whole(Dictionary<string, double> figures, List<JsonElement> all, List<JsonElement> counted)
    {
        var wall = all.GroupBy(line => Number(line, "session")).Sum(session => session.Max(line => Number(line, "finished_seconds")) - session.Min(line => Number(line, "due_seconds")));
        figures["wall"] = wall;
        foreach (var end in new[] { "estimate", "low", "high" }.Where(end => figures.ContainsKey("request speed " + end)))
        {
            figures["throughput " + end] = figures["request speed " + end] * counted.Sum(Seconds) / wall;
        }

        var good = (JsonElement line) => !Has(line, "error") && Number(line, "first_token_seconds") - Number(line, "due_seconds") <= 0.12 && Number(line, "finished_seconds") - Number(line, "due_seconds") <= 1.5;
        if (all.Any(line => !Has(line, "error") && !Has(line, "first_token_seconds")))
        {
            return;
        }

        figures["good"] = all.Count(good);
        Share(figures, "good share", ByPrompt(all, line => good(line) ? 1 : 0, _ => 1));
        foreach (var end in new[] { "estimate", "low", "high" })
        {
            figures["goodput " + end] = figures["good share " + end] * all.Count / wall;
        }
    }

    private static void Latency(Dictionary<string, double> figures, List<JsonElement> done)
    {
        var streamed = done.Where(line => Has(line, "first_token_seconds")).ToList();
        Distribution(figures, "ttft", streamed.Select(line => Number(line, "first_token_seconds") - Number(line, "due_seconds")));
        Distribution(figures, "tpot", streamed.Where(line => Has(line, "completion_tokens"))
            .Select(line => (Number(line, "finished_seconds") - Number(line, "first_token_seconds")) / (Number(line, "completion_tokens") - 1)));
        Distribution(figures, "end to end", done.Select(line => Number(line, "finished_seconds") - Number(line, "due_seconds")));
        Distribution(figures, "dispatch", done.Select(line => Number(line, "sent_seconds") - Number(line, "due_seconds")));
        var gaps = streamed.SelectMany(line =>
        {
            var (times, tokens) = (List(line, "chunk_seconds"), List(line, "chunk_tokens"));
            return Enumerable.Range(1, times.Count - 1).Select(index => (Gap: times[index] - times[index - 1], Tokens: (int)tokens[index]));
        }).ToList();
        Distribution(figures, "itl", gaps.SelectMany(gap => Enumerable.Repeat(gap.Gap / gap.Tokens, gap.Tokens)));
        Distribution(figures, "chunk", gaps.Select(gap => gap.Gap));
    }

    private static void Distribution(Dictionary<string, double> figures, string name, IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
        {
            return;
        }

        (figures[name + " count"], figures[name + " mean"], figures[name + " max"]) = (sorted.Count, sorted.Average(), sorted[^1]);
        foreach (var percentile in new[] { 50, 90, 95, 99 })
        {
            var rank = percentile / 100.0 * (sorted.Count - 1);
            var (floor, ceiling) = ((int)Math.Floor(rank), (int)Math.Ceiling(rank));
            figures[$"{name} p{percentile}"] = (sorted[floor] * (1 - (rank - floor))) + (sorted[ceiling] * (rank - floor));
        }
    }

    private static void Positions(Dictionary<string, double> figures, List<JsonElement> lines, int steps)
    {
        for (var position = 1; position <= steps && lines.Count > 0; position++)
        {
            var k = position;
            var accepted = (JsonElement line) => List(line, "accept_histogram").Skip(k).Sum();
            figures[$"position {k} accepted"] = lines.Sum(accepted);
            Share(figures, $"position {k} conditional", ByPrompt(lines, accepted, line => List(line, "accept_histogram").Skip(k - 1).Sum()));
            Share(figures, $"position {k} marginal", ByPrompt(lines, accepted, line => List(line, "accept_histogram").Sum()));
        }
    }

    private static void Output(Dictionary<string, double> figures, List<JsonElement> done, int draftSteps)
    {
        var usable = done.Where(line => Has(line, "chunk_tokens") && Has(line, "verify_steps") && List(line, "chunk_tokens").Count == Number(line, "verify_steps") + 1).ToList();
        for (var (from, to) = (0, 64); to < 10_000; (from, to) = (to, 2 * to))
        {
            var steps = (JsonElement line) =>
            {
                var tokens = List(line, "chunk_tokens");
                return Enumerable.Range(1, tokens.Count - 1).Where(step => tokens.Take(step).Sum() is var start && start >= from && start < to).ToList();
            };
            var inside = usable.Where(line => steps(line).Count > 0).ToList();
            Ratio(figures, $"output {from}", inside, line => List(line, "chunk_tokens") is var tokens ? steps(line).Sum(step => tokens[step]) : 0, line => steps(line).Count);
            Bound(figures, $"output {from}", draftSteps + 1);
        }
    }

    private static void Against(Dictionary<string, double> figures, List<JsonElement> done, List<JsonElement> without)
    {
        var pairs = done.Where(line => without.Exists(other => Key(other) == Key(line))).Select(line => (Line: line, Other: without.Find(other => Key(other) == Key(line)))).ToList();
        var speeds = pairs.Where(pair => Has(pair.Line, "completion_tokens") && Has(pair.Other, "completion_tokens")).ToList();
        if (speeds.Count == 0)
        {
            return;
        }

        figures["speedup requests"] = speeds.Count;
        var prompts = speeds.GroupBy(pair => Text(pair.Line, "prompt_id")).OrderBy(prompt => prompt.Key, StringComparer.Ordinal)
            .Select(prompt => new[] { prompt.Sum(pair => Number(pair.Line, "completion_tokens")), prompt.Sum(pair => Seconds(pair.Line)), prompt.Sum(pair => Number(pair.Other, "completion_tokens")), prompt.Sum(pair => Seconds(pair.Other)) }).ToList();
        NaiveBootstrap.ConfidenceInterval(figures, "speedup", prompts, [1, -1, -1, 1], Resamples, Seed, Confidence);
        NaiveBootstrap.GeometricMean(figures, "speedup per prompt", [.. prompts.Select(prompt => prompt[0] / prompt[1] / (prompt[2] / prompt[3]))], Resamples, Seed, Confidence);
        var texts = pairs.Where(pair => Has(pair.Line, "output") && Has(pair.Other, "output")).ToList();
        (figures["compared"], figures["equal"]) = (texts.Count, texts.Count(pair => Text(pair.Line, "output") == Text(pair.Other, "output")));
        var decoding = speeds.Where(pair => Has(pair.Line, "first_token_seconds") && Has(pair.Other, "first_token_seconds")).ToList();
        if (decoding.Count == 0)
        {
            return;
        }

        var costs = decoding.GroupBy(pair => Text(pair.Line, "prompt_id")).OrderBy(prompt => prompt.Key, StringComparer.Ordinal)
            .Select(prompt => new[] { prompt.Sum(pair => Decode(pair.Line)), prompt.Sum(pair => Number(pair.Line, "verify_steps")), prompt.Sum(pair => Decode(pair.Other)), prompt.Sum(pair => Number(pair.Other, "completion_tokens") - 1) }).ToList();
        NaiveBootstrap.ConfidenceInterval(figures, "step cost", costs, [1, -1, -1, 1], Resamples, Seed, Confidence);
        figures["verify step"] = costs.Sum(cost => cost[0]) / costs.Sum(cost => cost[1]);
        figures["plain step"] = costs.Sum(cost => cost[2]) / costs.Sum(cost => cost[3]);
        var tokens = decoding.Sum(pair => Number(pair.Line, "completion_tokens"));
        foreach (var end in new[] { "estimate", "low", "high" })
        {
            figures["break-even " + end] = figures["step cost " + end] * tokens / (tokens - decoding.Count);
        }
    }

    /// <summary>A step brings from one token to its drafts and the bonus token.</summary>
    private static void Bound(Dictionary<string, double> figures, string name, double most)
    {
        if (figures.TryGetValue(name + " high", out var high) && double.IsFinite(high) && most > 1)
        {
            var estimate = figures[name + " estimate"];
            figures[name + " high"] = high > most ? Math.Max(most, estimate) : high;
            figures[name + " low"] = figures[name + " low"] < 1 ? Math.Min(1, estimate) : figures[name + " low"];
        }
    }

    private static void Ratio(Dictionary<string, double> figures, string name, List<JsonElement> lines, Func<JsonElement, double> numerator, Func<JsonElement, double> denominator)
    {
        if (lines.Count > 0)
        {
            NaiveBootstrap.ConfidenceInterval(figures, name, ByPrompt(lines, numerator, denominator), [1, -1], Resamples, Seed, Confidence);
        }
    }

    private static void Share(Dictionary<string, double> figures, string name, List<double[]> prompts) => NaiveBootstrap.Wilson(figures, name, prompts, Confidence);

    private static List<double[]> ByPrompt(IEnumerable<JsonElement> lines, Func<JsonElement, double> left, Func<JsonElement, double> right) =>
        [.. lines.GroupBy(line => Text(line, "prompt_id")).OrderBy(prompt => prompt.Key, StringComparer.Ordinal).Select(prompt => new[] { prompt.Sum(left), prompt.Sum(right) })];

    private List<JsonElement> Lines(string configuration, string workload, string? category) =>
        [.. _lines.Where(line => Text(line, "configuration") == configuration && Text(line, "workload") == workload && (category is null || Text(line, "category") == category))];

    private static double Seconds(JsonElement line) => Number(line, "finished_seconds") - Number(line, "sent_seconds");

    private static double Decode(JsonElement line) => Number(line, "finished_seconds") - Number(line, "first_token_seconds");

    private static string Key(JsonElement line) => $"{Text(line, "prompt_id")} {Number(line, "turn")} {Number(line, "sample")}";

    private static bool Has(JsonElement line, string name) => line.TryGetProperty(name, out _);

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double Number(JsonElement line, string name) => line.GetProperty(name).GetDouble();

    private static List<double> List(JsonElement line, string name) => [.. line.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
