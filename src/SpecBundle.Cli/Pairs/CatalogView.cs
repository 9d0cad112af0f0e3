using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>The pairs, a row each.</summary>
internal static class CatalogView
{
    public static void Write(Terminal terminal, IReadOnlyList<ModelPair> pairs)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("id", "target", "draft");
        foreach (var pair in pairs)
        {
            table.AddRow(Markup.Escape(pair.Id), Markup.Escape(pair.Target.Repository), Markup.Escape((pair.Draft?.Repository ?? "none") + Mark(pair.TrainingData)));
        }

        terminal.Styled.Write(table);
        terminal.Output.WriteLine("* trained on ShareGPT and UltraChat, + on Perfect-Blend, both before the SpecBundle release.");
    }

    private static string Mark(DraftTrainingData data) => data switch
    {
        DraftTrainingData.ShareGptUltraChat => " *",
        DraftTrainingData.PerfectBlend => " +",
        _ => "",
    };
}
