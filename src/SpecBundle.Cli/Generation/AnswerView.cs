using System.Globalization;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>The answers as they come, the tokens of each verify step in alternating colours, then a table.</summary>
internal sealed class AnswerView(Terminal terminal) : IGenerationView
{
    private const int PromptWidth = 100;
    private bool _odd;

    public void Start(SpecServer server, bool withDraft)
    {
        var speculation = server.Client.Info?.Speculation;
        terminal.Output.WriteLine(withDraft && speculation is not null
            ? string.Create(CultureInfo.InvariantCulture, $"With the draft: {speculation.Steps} steps, top-k {speculation.TopK}, {speculation.DraftTokens} draft tokens a verify step.")
            : "Without the draft: plain decoding.");
    }

    public void StartAnswer(Prompt prompt, int number, int total)
    {
        var text = (prompt.Text ?? prompt.Messages?[^1].Text) is { } said ? Printable.Short(said, PromptWidth) : $"{prompt.InputIds!.Count} token ids";
        terminal.Output.WriteLine();
        Write($"[{number}/{total}] {prompt.Id}: {text}", "2");
        terminal.Output.WriteLine();
        _odd = false;
    }

    public void Continue(GenerateChunk chunk)
    {
        Write(chunk.Text, _odd ? "36" : null);
        terminal.Output.Flush();
        _odd ^= chunk.Text.Length > 0;
    }

    public void End(GenerationOutcome outcome)
    {
        terminal.Output.WriteLine();
        foreach (var violation in outcome.Result?.Statistics.Violations ?? [])
        {
            terminal.Output.WriteLine($"Note: {violation}");
        }

        if (outcome.Error is { } error)
        {
            terminal.Output.WriteLine(OptionNames.Translate($"failed: {error.Message} {error.Hint}".TrimEnd()));
        }
    }

    public void Summarise(GenerationRun run)
    {
        if (run.Outcomes.Count > 0)
        {
            terminal.Output.WriteLine();
            terminal.Styled.Write(RunTable.Create(run));
        }
    }

    public void Compare(GenerationRun withDraft, GenerationRun withoutDraft)
    {
        terminal.Styled.Write(ComparisonTable.Create(withDraft, withoutDraft));
        terminal.Output.WriteLine(ComparisonTable.Conclude(withDraft, withoutDraft));
    }

    private void Write(string text, string? style) => terminal.Write(text, style);
}
