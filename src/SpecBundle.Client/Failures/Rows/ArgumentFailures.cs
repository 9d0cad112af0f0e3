using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Arguments that the installed release refuses.</summary>
internal static partial class ArgumentFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "argument-unknown",
            Unknown,
            "The installed release of SGLang does not know an argument.",
            "Correct or leave out the argument in PlanOptions.ExtraArguments; releases rename flags, and the launch plan of the installed release says what it knows."),
        new(
            "argument-invalid",
            Choice,
            "The installed release of SGLang refuses the value of an argument.",
            "Correct the value in PlanOptions.ExtraArguments; the line lists what is allowed."),
    ];

    /// <summary>The failure that argparse's last line tells.</summary>
    public static ServerFailure Of(string line) =>
        FailureMatch.Of(Rows, FailureStrength.Cause, line)
        ?? new ServerFailure { Id = Rows[^1].Id, Summary = Rows[^1].Summary, Remedy = Rows[^1].Remedy, EvidenceLine = line };

    [GeneratedRegex(@"error: unrecognized arguments: ", RegexOptions.CultureInvariant)]
    private static partial Regex Unknown { get; }

    [GeneratedRegex(@"error: argument \S+: |error: ambiguous option|error: the following arguments are required", RegexOptions.CultureInvariant)]
    private static partial Regex Choice { get; }
}
