namespace SpeculativeDecoding;

/// <summary>A frame of a Python traceback.</summary>
/// <param name="File">The path of the source.</param>
/// <param name="Line">The line's number, as written.</param>
/// <param name="Function">The function; empty where the log does not say.</param>
/// <param name="Code">The statement; empty where the log does not say.</param>
internal sealed record LoggedFrame(string File, string Line, string Function, string Code)
{
    /// <summary>For example <c>flashattention_backend.py:832, in forward_extend</c>.</summary>
    public string Place => $"{File[(File.LastIndexOfAny(['/', '\\']) + 1)..]}:{Line}{(Function.Length == 0 ? "" : ", in " + Function)}";

    /// <summary>The frame in a line, for patterns.</summary>
    public override string ToString() => $"{File}:{Line} {Function} {Code}";
}
