using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Finds the tracebacks and native crashes of a log, and the lines outside of them.</summary>
internal sealed partial class ErrorReader
{
    private readonly IReadOnlyList<LogLine> _lines;
    private readonly List<LoggedError> _errors = [];
    private readonly List<LogLine> _loose = [];
    private readonly bool _isSignalled;
    private int _index;

    [GeneratedRegex(@"\bhit an exception\b|^Initialization failed\b", RegexOptions.CultureInvariant)]
    private static partial Regex Announced { get; }

    [GeneratedRegex(@"^Traceback \(most recent call last\):", RegexOptions.CultureInvariant)]
    private static partial Regex TracebackStart { get; }

    [GeneratedRegex(@"^(?:The above exception was the direct cause|During handling of the above exception)", RegexOptions.CultureInvariant)]
    private static partial Regex Chained { get; }

    [GeneratedRegex(@"^Fatal Python error:|^terminate called after throwing|^(?:\S+: )?Segmentation fault(?: \(core dumped\))?$|^!+ Segfault encountered|^\[[^\]]+\] (?:Caught signal \d+ \(Segmentation fault|Signal: Segmentation fault \(11\))|^\S+: line \d+: +\d+ Segmentation fault\b|Callback: Queue \S+ aborting with error|^Memory access fault by GPU node", RegexOptions.CultureInvariant)]
    private static partial Regex CrashStart { get; }

    [GeneratedRegex(@"^Exception ignored in\b|Exception in ASGI application", RegexOptions.CultureInvariant)]
    private static partial Regex Harmless { get; }

    /// <summary>How SGLang takes itself down: nothing of the server's work.</summary>
    [GeneratedRegex(@"sigquit|SIGQUIT|kill_process_tree|^Dumping requests|CUDA coredumps|^Exit code: |scheduler (?:is dead|died)|crashed with exit code|\bhit an exception\b|^Initialization failed\b|destroy_process_group|^No live scheduler processes|but crash dump already performed", RegexOptions.CultureInvariant)]
    private static partial Regex TakingDown { get; }

    private ErrorReader(IReadOnlyList<LogLine> lines, bool isSignalled) => (_lines, _isSignalled) = (lines, isSignalled);

    /// <summary>Reads a log.</summary>
    /// <param name="lines">Its end.</param>
    /// <param name="isSignalled">Whether a signal ended the server (<see cref="EndSignal"/>), so that no traceback did that nobody announced.</param>
    public static (IReadOnlyList<LoggedError> Errors, IReadOnlyList<LogLine> Loose) Read(IReadOnlyList<LogLine> lines, bool isSignalled)
    {
        var reader = new ErrorReader(lines, isSignalled);
        while (reader._index < lines.Count)
        {
            reader.Next();
        }

        return (reader._errors, reader._loose);
    }

    /// <summary>Whether a line begins the words of a native crash.</summary>
    public static bool IsCrash(string message) => CrashStart.IsMatch(message);

    private void Next()
    {
        var line = _lines[_index];
        var isTraceback = line.HasTime
            ? line.Message.Contains("Traceback (most recent call last):", StringComparison.Ordinal) || Announced.IsMatch(line.Message)
            : TracebackStart.IsMatch(line.Message);
        if (isTraceback)
        {
            Traceback(line);
        }
        else if (!line.HasTime && CrashStart.IsMatch(line.Message))
        {
            Crash();
        }
        else
        {
            _loose.Add(line);
            _index++;
        }
    }

    private void Traceback(LogLine first)
    {
        var isHarmless = _index > 0 && Harmless.IsMatch(_lines[_index - 1].Message);
        var block = Block(isTraceback: true);
        var exceptions = TracebackParser.Exceptions(block);
        if (exceptions.Count == 0)
        {
            _loose.Add(first);
        }
        else if (!isHarmless)
        {
            var isEnding = Announced.IsMatch(first.Message) || (IsLast() && !_isSignalled);
            _errors.Add(new LoggedError(exceptions, isEnding ? LoggedErrorKind.Ending : LoggedErrorKind.Survived) { After = _index });
        }
    }

    /// <summary>What a crash says beside its stacks is one text: processes that crash together write into each other's lines.</summary>
    private void Crash()
    {
        var block = Block(isTraceback: false);
        var (frames, said) = TracebackParser.Crash(block);
        _errors.Add(new LoggedError([new LoggedException(said, frames)], LoggedErrorKind.Crash) { After = _index });
    }

    /// <summary>From here to the next line with a time, or to what begins another error.</summary>
    private List<string> Block(bool isTraceback)
    {
        var block = new List<string> { _lines[_index++].Message };
        var isChained = isTraceback && !block[0].Contains("Traceback", StringComparison.Ordinal);
        while (_index < _lines.Count && !_lines[_index].HasTime)
        {
            var line = _lines[_index].Message;
            if ((TracebackStart.IsMatch(line) && !isChained) || (isTraceback && CrashStart.IsMatch(line)))
            {
                break;
            }

            isChained = line.Length == 0 ? isChained : isTraceback && Chained.IsMatch(line);
            block.Add(line);
            _index++;
        }

        return block;
    }

    private bool IsLast() => _lines.Skip(_index).All(line => !line.HasTime || TakingDown.IsMatch(line.Message));
}
