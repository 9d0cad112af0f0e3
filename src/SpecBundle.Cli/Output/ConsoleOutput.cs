using System.Text;
using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>An output for tables: whether it is a terminal, and how wide, is known by the descriptor, not by the writer.</summary>
internal sealed class ConsoleOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
{
    // Wide enough for every table of ours: a pipe has no width, and a wrapped table can't be cut by columns.
    private const int PipeWidth = 240;
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => isTerminal ? Size(() => Console.WindowWidth, UsualWidth) : PipeWidth;

    public int Height => isTerminal ? Size(() => Console.WindowHeight, UsualHeight) : UsualHeight;

    public void SetEncoding(Encoding encoding)
    {
        // Standard output is UTF-8 as it is.
    }

    private static int Size(Func<int> read, int usual)
    {
        try
        {
            return read() is > 0 and var size ? size : usual;
        }
        catch (IOException)
        {
            return usual;
        }
    }
}
