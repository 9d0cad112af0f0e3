using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>Where results and messages go: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    // Wide enough for every table of ours: a pipe has no width, and a wrapped table can't be cut by columns.
    private const int PipeWidth = 240;

    public Terminal()
        : this(Console.Out, Console.Error, Console.IsOutputRedirected, Console.IsErrorRedirected)
    {
    }

    public Terminal(TextWriter output, TextWriter error, bool outputRedirected, bool errorRedirected)
    {
        Output = output;
        Error = error;
        IsOutputRedirected = outputRedirected;
        IsErrorRedirected = errorRedirected;
        Styled = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = outputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        StyledError = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(error),
            Ansi = errorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (outputRedirected)
        {
            Styled.Profile.Width = PipeWidth;
        }
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool IsOutputRedirected { get; }

    public bool IsErrorRedirected { get; }

    /// <summary>Standard output with tables and colour, plain in a pipe.</summary>
    public IAnsiConsole Styled { get; }

    /// <summary>Standard error, for what changes while something runs.</summary>
    public IAnsiConsole StyledError { get; }

    public bool HasColour => !IsOutputRedirected && Styled.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
}
