namespace SpeculativeDecoding.Cli;

/// <summary>What is typed, or what a pipe brings, a line at a time.</summary>
internal sealed class ChatLines(Terminal terminal)
{
    private const string Sign = "> ";

    /// <summary>The next line with something in it; null at the end of the input.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (terminal.IsInteractive)
            {
                terminal.Output.Write(Sign);
                terminal.Output.Flush();
            }

            var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line is null || !string.IsNullOrWhiteSpace(line))
            {
                return line;
            }
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var hasLine = false;
        try
        {
            // No signal wakes a thread that reads: it is left to itself, and ends with the program.
            var line = await Task.Run(terminal.Input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            hasLine = line is not null;
            return line;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Closed, or a folder: nothing more comes.
            return null;
        }
        finally
        {
            if (!hasLine && terminal.IsInteractive)
            {
                terminal.Output.WriteLine();
            }
        }
    }
}
