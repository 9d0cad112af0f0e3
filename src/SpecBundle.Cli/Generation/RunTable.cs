using System.Globalization;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>A row for each request of a run and one for their sums.</summary>
internal static class RunTable
{
    public static Table Create(GenerationRun run)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("request");
        string[] numbers = run.WithDraft
            ? ["prompt", "tokens", "verify steps", "accept length", "TTFT ms", "tokens/s", "ended by"]
            : ["prompt", "tokens", "TTFT ms", "tokens/s", "ended by"];
        foreach (var name in numbers)
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var outcome in run.Outcomes)
        {
            table.AddRow(Row(outcome, run.WithDraft));
        }

        table.AddRow(Sum(run));
        return table;
    }

    private static string[] Row(GenerationOutcome outcome, bool withDraft)
    {
        if (outcome.Result is not { Statistics: var statistics } result)
        {
            return [Markup.Escape(outcome.Prompt.Id), .. Enumerable.Repeat("", withDraft ? 6 : 4), "failed"];
        }

        var speed = statistics.CompletionTokens / statistics.EndToEnd.TotalSeconds;
        return
        [
            Markup.Escape(outcome.Prompt.Id),
            Number(statistics.PromptTokens),
            Number(statistics.CompletionTokens),
            .. withDraft ? [Number(statistics.Speculation?.VerifySteps), Number(statistics.Speculation?.AcceptLength, "F2")] : Array.Empty<string>(),
            Number(statistics.TimeToFirstToken?.TotalMilliseconds, "F0"),
            Number(speed, "F0"),
            Markup.Escape(result.FinishReason.ToString()),
        ];
    }

    private static string[] Sum(GenerationRun run) =>
    [
        "all",
        Number(run.Results.Sum(result => (long?)result.Statistics.PromptTokens)),
        Number(run.Tokens),
        .. run.WithDraft
            ? [Number(run.Speculation.VerifySteps), Number(run.Speculation.AcceptLength, "F2")]
            : Array.Empty<string>(),
        "",
        Number(run.TokensPerSecond, "F0"),
        "",
    ];

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown";

    /// <summary>A figure that may be unknown.</summary>
    public static string Number(double? value, string format) => value is { } known && double.IsFinite(known) ? known.ToString(format, CultureInfo.InvariantCulture) : "unknown";
}
