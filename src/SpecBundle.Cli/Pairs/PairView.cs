using System.Globalization;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>One pair with all that is known of it.</summary>
internal static class PairView
{
    public static void Write(Terminal terminal, ModelPair pair)
    {
        var output = terminal.Output;
        output.WriteLine(pair.Id);
        output.WriteLine();
        WriteModel(terminal, "target", pair.Target.Repository, pair.Target.OtherNames, PairFacts.Of(pair.Target));
        if (pair.Draft is { } draft)
        {
            WriteModel(terminal, "draft", draft.Repository, draft.OtherNames, PairFacts.Of(draft));
        }

        output.WriteLine($"draft trained on  {pair.TrainingData}");
        output.WriteLine($"speculation       {pair.RecommendedSpeculation} (steps, top-k, draft tokens)");
        if (pair.SmallestHardware is { } hardware)
        {
            output.WriteLine($"hardware          {hardware.Value} ({Say(hardware.Certainty)})");
        }

        foreach (var argument in pair.RecommendedArguments)
        {
            output.WriteLine($"argument          {argument.Flag} {argument.Value}  {argument.Reason} ({Say(argument.Certainty)}, {argument.Source})");
        }

        foreach (var note in pair.Notes)
        {
            output.WriteLine($"note              {note}");
        }

        WriteResults(terminal, pair.PublishedResults);
    }

    private static void WriteModel(Terminal terminal, string role, string repository, IReadOnlyList<string> otherNames, IReadOnlyList<FactRow> facts)
    {
        terminal.Output.WriteLine($"{role}  {repository}");
        foreach (var name in otherNames)
        {
            terminal.Output.WriteLine($"  also called {name}");
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("fact", "value", "certainty", "source");
        foreach (var fact in facts)
        {
            table.AddRow(
                fact.Name.Replace('_', ' '),
                Markup.Escape(fact.Value is null ? "unknown" : string.Format(CultureInfo.InvariantCulture, fact.Value is int or long ? "{0:N0}" : "{0}", fact.Value)),
                fact.Certainty is { } certainty ? Say(certainty) : "",
                Markup.Escape(fact.Source ?? ""));
        }

        terminal.Styled.Write(table);
    }

    private static void WriteResults(Terminal terminal, PublishedResults results)
    {
        terminal.Output.WriteLine();
        if (results.Rows.Count == 0)
        {
            terminal.Output.WriteLine("No results of this pair were published.");
            return;
        }

        terminal.Output.WriteLine($"Published results ({PublishedResults.Source})");
        if (results.Warning is { } warning)
        {
            terminal.Output.WriteLine($"Warning: {warning}");
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("benchmark", "batch", "steps,top-k,tokens");
        foreach (var name in (string[])["accept length", "tokens/s", "without draft", "speedup"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var row in results.Rows)
        {
            table.AddRow(
                Markup.Escape(row.Benchmark),
                row.BatchSize.ToString(CultureInfo.InvariantCulture),
                row.Speculation?.ToString() ?? "",
                Format(row.AcceptLength, "F2"),
                Format(row.OutputThroughput, "F0"),
                Format(results.BaselineOf(row)?.OutputThroughput, "F0"),
                Format(results.SpeedupOf(row), "F2"));
        }

        terminal.Styled.Write(table);
    }

    private static string Format(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "unknown";

    private static string Say(Certainty certainty) => certainty.ToString().ToLowerInvariant();
}
