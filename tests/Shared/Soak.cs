using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// Tests that take long have a brief form, for every day, and a long one: <c>SPECBUNDLE_SOAK=1</c> runs it (as <c>.ci/run</c> does),
/// <c>SPECBUNDLE_SOAK=10</c> repeats what can be repeated ten times as often.
/// </summary>
internal static class Soak
{
    private static int Factor { get; } = int.TryParse(Environment.GetEnvironmentVariable("SPECBUNDLE_SOAK"), CultureInfo.InvariantCulture, out var factor) ? factor : 0;

    /// <summary>The size of a sample.</summary>
    public static int Draws(int brief, int full) => Factor > 0 ? full : brief;

    /// <summary>How many made inputs a reader is fed: a fiftieth of the full number under <c>SPECBUNDLE_SOAK=1</c>, all of them from 10 on.</summary>
    public static int Inputs(int brief, int full) => Factor switch { 0 => brief, < 10 => Math.Max(brief, full / 50), _ => full };

    /// <summary>How often something is tried; the more, the likelier a rare moment is met.</summary>
    public static int Rounds(int brief, int full) => Factor > 0 ? full * Factor : brief;
}
