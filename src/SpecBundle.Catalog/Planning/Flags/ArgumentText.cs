using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Tells flags from values, as Python's argparse does.</summary>
internal static class ArgumentText
{
    public static bool LooksLikeFlag(string element) =>
        element.Length > 1 && element[0] == '-' && !element.Contains(' ') && !IsNumber(element);

    private static bool IsNumber(string element) =>
        double.TryParse(element, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
