using System.Globalization;
using System.Security.Cryptography;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Runs a program with its tests and says whether it passed.</summary>
internal static class ProgramTester
{
    /// <summary>
    /// Only the end of the tests writes the word of the run, so a program that leaves early, with exit code 0 too, has
    /// not passed.
    /// </summary>
    public static async Task<(bool? Passed, string? Note)> RunAsync(
        string program, ProgramTests tests, IProgramRunner runner, CancellationToken cancellationToken)
    {
        var word = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var (source, limits) = tests.Cases.Count > 0
            ? (ContestGrading.Text(program, tests, word), ContestGrading.Limits(tests))
            : (WithCode(program, tests.Code ?? "", word), new ProgramLimits());
        ProgramResult result;
        try
        {
            result = await runner.RunAsync(source, limits, cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxException error)
        {
            return (null, $"unscored: {error.Message}");
        }

        if (result.Limit is { } limit)
        {
            return (false, $"ended at the limit of {limit}");
        }

        var passed = result.ExitCode == 0 && result.Output.Contains(word, StringComparison.Ordinal);
        return (passed, passed ? tests.Note : LastLine(result.Error) ?? Ended(result.ExitCode));
    }

    private static string WithCode(string program, string tests, string word) => $"""
        import sys
        _space = {"{'__name__': 'program'}"}
        _out = sys.stdout
        sys.stdout = open('/dev/null', 'w', encoding='utf-8')
        exec(compile({PythonLiteral.Of(program)}, 'program', 'exec'), _space)
        exec(compile({PythonLiteral.Of(tests)}, 'tests', 'exec'), _space)
        _out.write('{word}')
        _out.flush()

        """;

    private static string? LastLine(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() is { } line
            ? line.Length <= 200 ? line : line[..200]
            : null;

    private static string Ended(int? exitCode) => exitCode == 0
        ? "it ended before its tests did"
        : string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {exitCode}");
}
