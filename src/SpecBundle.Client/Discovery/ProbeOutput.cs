using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>What a probe said.</summary>
/// <param name="ExitCode">Its exit code; null where it did not end in time, or wrote without an end, and was ended.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record ProbeOutput(int? ExitCode, string Output, string Error)
{
    private const int LongestLine = 200;

    /// <summary>Whether it wrote more than any answer has.</summary>
    public bool HasFlooded { get; init; }

    /// <summary>Why there is no answer, as the end of a sentence.</summary>
    public string Failure => HasFlooded ? "wrote without an end, and was ended"
        : ExitCode is null ? "did not answer within 10 s"
        : string.Create(CultureInfo.InvariantCulture, $"failed with exit code {ExitCode}") + (FirstLine() is { Length: > 0 } line ? $": {line}" : "");

    private string FirstLine() =>
        Printable.Short((Error + "\n" + Output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "", LongestLine);
}
