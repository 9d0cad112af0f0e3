using System.Globalization;

namespace SpeculativeDecoding.Cli;

/// <summary>Numbers in options, read alike on every machine: with a point.</summary>
internal static class NumberText
{
    /// <summary>Whether it is a finite number.</summary>
    public static bool TryRead(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
