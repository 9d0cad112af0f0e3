namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs a Python program that nobody trusts.</summary>
public interface IProgramRunner
{
    /// <summary>What the programs run in, such as <c>Python 3.12.4 (/opt/venv/bin/python)</c>: a program may be right in one and wrong in another, so that a run tells it. Null (default) where it is not told.</summary>
    string? Interpreter => null;

    /// <summary>Runs the program to its end or to a limit, whichever comes first.</summary>
    /// <param name="source">The program's text.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    Task<ProgramResult> RunAsync(string source, ProgramLimits limits, CancellationToken cancellationToken = default);
}

/// <summary>How a program ended.</summary>
public sealed record ProgramResult
{
    /// <summary>Its exit code; null when it was ended at a limit.</summary>
    /// <value>The default value is null.</value>
    public int? ExitCode { get; init; }

    /// <summary>The limit it was ended at, in words; null when it ended by itself.</summary>
    /// <value>The default value is null.</value>
    public string? Limit { get; init; }

    /// <summary>The start of its standard output.</summary>
    public required string Output { get; init; }

    /// <summary>The start of its standard error.</summary>
    public required string Error { get; init; }
}
