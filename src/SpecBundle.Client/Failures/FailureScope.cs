namespace SpeculativeDecoding;

/// <summary>Where a row's pattern may be looked for.</summary>
[Flags]
internal enum FailureScope
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The text of an exception that ended a process, with its continuation lines.</summary>
    Exception = 1,

    /// <summary>A line outside of tracebacks and crashes.</summary>
    Line = 2,

    /// <summary>What a process says that crashes natively.</summary>
    Crash = 4,

    /// <summary>All of them.</summary>
    Anywhere = Exception | Line | Crash,
}
