using System.Globalization;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Cli;

/// <summary>Answers as they come, what was thought before them dimmed, and a line of figures after each.</summary>
internal sealed class ChatTextView(Terminal terminal) : IChatView
{
    private const string Dim = "2";
    private bool _isThinking;
    private bool _hasText;

    public void Continue(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            // A pipe gets the answer alone.
            if (content is TextReasoningContent { Text.Length: > 0 } thought && terminal.IsInteractive)
            {
                terminal.Write(thought.Text, Dim);
                (_isThinking, _hasText) = (true, true);
            }
            else if (content is TextContent { Text.Length: > 0 } said)
            {
                terminal.Output.Write(_isThinking ? "\n" + said.Text : said.Text);
                (_isThinking, _hasText) = (false, true);
            }
        }

        terminal.Output.Flush();
    }

    public void End(ChatOutcome outcome)
    {
        if (_hasText || outcome.Error is null)
        {
            terminal.Output.WriteLine();
        }

        (_isThinking, _hasText) = (false, false);
        if (outcome.Error is null)
        {
            terminal.Write(Figures(outcome), Dim);
            terminal.Output.WriteLine();
        }

        foreach (var violation in outcome.Statistics?.Violations ?? [])
        {
            terminal.Output.WriteLine($"Note: {violation}");
        }

        terminal.Output.Flush();
    }

    private static string Figures(ChatOutcome outcome)
    {
        if (outcome.IsAborted)
        {
            return outcome.Text.Length > 0 ? "aborted; what had arrived stays in the conversation" : "aborted before anything had arrived; the question is taken back";
        }

        var statistics = outcome.Statistics;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{statistics?.CompletionTokens?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} tokens, {RunTable.Number(statistics?.CompletionTokens / statistics?.EndToEnd.TotalSeconds, "F0")} tokens/s, " +
            $"first token after {RunTable.Number(statistics?.TimeToFirstToken?.TotalMilliseconds, "F0")} ms, accept length {RunTable.Number(statistics?.Speculation?.AcceptLength, "F2")}");
    }
}
