namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs a Python program that nobody trusts.</summary>
public interface IProgramRunner
{
    /// <summary>Runs the program to its end or to a limit, whichever comes first.</summary>
    /// <param name="source">The program's text.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    Task<ProgramResult> RunAsync(string source, ProgramLimits limits, CancellationToken cancellationToken = default);
}
