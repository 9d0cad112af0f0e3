using System.Text;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Cli;

/// <summary>A conversation: a line is asked with all that was said before it, its answer shown as it comes, and kept.</summary>
internal sealed class ChatSession(Terminal terminal, SpecServer server, ChatHistory history, ChatOptions options, IChatView view, Interruption? interruption)
{
    private readonly ChatLines _lines = new(terminal);
    private readonly ChatWords _words = new(terminal, history);
    private bool _hasFailed;
    private int _number;

    /// <summary>Until the input ends, somebody says so, or the server is gone.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var chat = server.AsIChatClient();
        if (terminal.IsInteractive)
        {
            terminal.Error.WriteLine("Each line is a turn; /help tells what else there is, Ctrl-D ends.");
        }

        while (await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            var text = _words.Take(line, out var isEnd);
            if (isEnd)
            {
                break;
            }

            if (text is not null)
            {
                await TurnAsync(chat, text, cancellationToken).ConfigureAwait(false);
            }
        }

        // Somebody who mistyped a command has seen it; a script must be told.
        return _hasFailed || (_words.HasFailed && !terminal.IsInteractive) ? ExitCode.Failed : ExitCode.Done;
    }

    private async Task TurnAsync(IChatClient chat, string text, CancellationToken cancellationToken)
    {
        history.Ask(text);
        _number++;
        var outcome = await AnswerAsync(chat, cancellationToken).ConfigureAwait(false);
        if (outcome.Error is null && (!outcome.IsAborted || outcome.Text.Length > 0))
        {
            history.Answer(outcome.Text, outcome.IsAborted);
        }
        else
        {
            history.TakeBack();
        }

        view.End(outcome);
        if (outcome.Error is { } error)
        {
            _hasFailed = true;
            await server.LookAfterAsync(error, cancellationToken).ConfigureAwait(false);
            server.ThrowIfGone();
            ErrorView.Write(terminal, error);
        }
    }

    private async Task<ChatOutcome> AnswerAsync(IChatClient chat, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        RequestStatistics? statistics = null;
        string? reason = null;
        using var diversion = interruption?.Divert();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, diversion?.Token ?? CancellationToken.None);
        try
        {
            await foreach (var update in chat.GetStreamingResponseAsync(history.Messages, options, either.Token).ConfigureAwait(false))
            {
                text.Append(update.Text);
                (statistics, reason) = (update.GetStatistics() ?? statistics, update.FinishReason?.Value ?? reason);
                view.Continue(update);
            }

            return new ChatOutcome(_number, text.ToString(), reason, statistics, null);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpecBundleException && either.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ChatOutcome(_number, text.ToString(), ChatOutcome.Aborted, null, null);
        }
        catch (SpecBundleException exception)
        {
            return new ChatOutcome(_number, text.ToString(), null, (exception as GenerateException)?.Partial?.Statistics, exception);
        }
    }
}
