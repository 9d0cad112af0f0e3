namespace SpeculativeDecoding.Benchmarks;

/// <summary>How a sandbox is set up.</summary>
public sealed record SandboxOptions
{
    /// <summary>The tool to use; null (default) for bubblewrap where it works, else unshare.</summary>
    public SandboxTool? Tool { get; init; }

    /// <summary>The program <c>bwrap</c>; null (default) for the one on the PATH.</summary>
    public string? BubblewrapPath { get; init; }

    /// <summary>The Python interpreter, whose installed packages programs may import: those of its virtual environment, not those of one user (<c>pip install --user</c>). Null (default) for that of the system, else the one on the PATH.</summary>
    public string? PythonPath { get; init; }

    /// <summary>The clock of the time limit. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>What shuts a program in.</summary>
public enum SandboxTool
{
    /// <summary><c>bwrap</c> of the package bubblewrap.</summary>
    Bubblewrap,

    /// <summary><c>unshare</c>, <c>mount</c> and <c>setpriv</c> of util-linux.</summary>
    Unshare,
}
