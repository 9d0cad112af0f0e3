using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>Where results and messages go: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    private readonly TextReader? _input;

    public Terminal()
        : this(Console.Out, Console.Error, Console.IsOutputRedirected, Console.IsErrorRedirected)
    {
        (_input, IsInputRedirected) = (null, Console.IsInputRedirected);
    }

    public Terminal(TextWriter output, TextWriter error, bool outputRedirected, bool errorRedirected, TextReader? input = null)
    {
        (_input, IsInputRedirected) = (input ?? TextReader.Null, true);
        var lastingError = new LastingWriter(error, onLost: null);
        Error = new TerminalWriter(lastingError);
        var lastingOutput = new LastingWriter(output, LoseOutput);
        Output = new TerminalWriter(lastingOutput);
        IsOutputRedirected = outputRedirected;
        Styled = Create(lastingOutput, outputRedirected);
        StyledError = Create(lastingError, errorRedirected);
        RewritesError = !errorRedirected && StyledError.Profile.Capabilities.Ansi;
    }

    /// <summary>Standard input, opened when it is first asked for: most commands read nothing.</summary>
    public TextReader Input => _input ?? (StandardInput.IsOpen ? Console.In : TextReader.Null);

    public bool IsInputRedirected { get; }

    /// <summary>Whether a person types and reads.</summary>
    public bool IsInteractive => !IsInputRedirected && !IsOutputRedirected;

    public TerminalWriter Output { get; }

    public TerminalWriter Error { get; }

    public bool IsOutputRedirected { get; }

    /// <summary>Whether something of standard output could not be written: then a command has not done what it was asked for.</summary>
    public bool HasLostOutput { get; private set; }

    /// <summary>Standard output with tables and colour, plain in a pipe.</summary>
    public IAnsiConsole Styled { get; }

    /// <summary>Standard error, for what changes while something runs.</summary>
    public IAnsiConsole StyledError { get; }

    /// <summary>Whether a line of standard error can be written over: not in a pipe, and not on a terminal without a cursor (<c>TERM=dumb</c>).</summary>
    public bool RewritesError { get; }

    public bool HasColour => !IsOutputRedirected && Styled.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };

    /// <summary>Text to standard output, in a style of SGR (such as <c>36</c>) where there is colour.</summary>
    public void Write(string text, string? style)
    {
        if (style is not null && HasColour)
        {
            Output.WriteStyled(text, style);
        }
        else
        {
            Output.Write(text);
        }
    }

    private void LoseOutput(string cause)
    {
        HasLostOutput = true;
        Error.WriteLine($"specbundle: Standard output can't be written ({cause}): what belongs there is lost from here on.");
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new ConsoleOutput(writer, !isRedirected),
            Ansi = isRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb" ? AnsiSupport.No : AnsiSupport.Detect,
        });
        console.Pipeline.Attach(new PrintableHook());
        return console;
    }
}
