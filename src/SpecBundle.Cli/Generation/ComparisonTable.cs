using System.Globalization;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>The same prompts with and without the draft, side by side.</summary>
internal static class ComparisonTable
{
    public static Table Create(GenerationRun withDraft, GenerationRun withoutDraft)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("request");
        foreach (var name in (string[])["tokens/s with draft", "without", "speedup", "same answer"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var (first, second) in Pairs(withDraft, withoutDraft))
        {
            table.AddRow(
                Markup.Escape(first.RequestLabel),
                RunTable.Number(Speed(first.Result), "F0"),
                RunTable.Number(Speed(second), "F0"),
                RunTable.Number(Speed(first.Result) / Speed(second), "F2") + "x",
                SameAnswer(first.Result, second) ? "yes" : "no");
        }

        return table;
    }

    public static string Conclude(GenerationRun withDraft, GenerationRun withoutDraft)
    {
        var pairs = Pairs(withDraft, withoutDraft);
        if (pairs.Count == 0)
        {
            return "No request ended well in both runs, so there is nothing to compare.";
        }

        var first = Throughput(pairs.Select(pair => pair.First.Result));
        var second = Throughput(pairs.Select(pair => pair.Second));
        var same = pairs.Count(pair => SameAnswer(pair.First.Result, pair.Second));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Speedup {first / second:F2}x: {first:F0} tokens/s with the draft, {second:F0} without, over {pairs.Count} prompts. " +
            $"Accept length {RunTable.Number(withDraft.Speculation.AcceptLength, "F2")} (completion tokens / verify steps). " +
            $"{same} of {pairs.Count} answers are the same.");
    }

    private static List<((string RequestLabel, GenerateResult Result) First, GenerateResult Second)> Pairs(GenerationRun withDraft, GenerationRun withoutDraft) =>
        [.. withDraft.Outcomes.Zip(withoutDraft.Outcomes)
            .Where(pair => pair.First.Result is not null && pair.Second.Result is not null)
            .Select(pair => ((pair.First.Prompt.Id, pair.First.Result!), pair.Second.Result!))];

    private static double? Speed(GenerateResult result) => result.Statistics.CompletionTokens / result.Statistics.EndToEnd.TotalSeconds;

    private static double Throughput(IEnumerable<GenerateResult> results)
    {
        var all = results.ToList();
        return all.Sum(result => (long)(result.Statistics.CompletionTokens ?? 0)) / all.Sum(result => result.Statistics.EndToEnd.TotalSeconds);
    }

    private static bool SameAnswer(GenerateResult left, GenerateResult right) => left.Text == right.Text;
}
