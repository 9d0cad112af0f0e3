using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Finds and compares the final answer of a worked problem as SpecForge's <c>math500.py</c> does: the first box, then
/// a number after "answer", then one at the end after "is" or "=", then the last number. Its box ends at the first
/// closing brace, so <c>\boxed{\frac{1}{2}}</c> reads as <c>\frac{1</c>; kept, because published accuracies have it.
/// </summary>
internal static partial class MathAnswer
{
    public static string? Extract(string output)
    {
        if (Boxed().Match(output) is { Success: true } boxed)
        {
            return boxed.Groups[1].Value.Trim();
        }

        if (Unbraced().Match(output) is { Success: true } unbraced)
        {
            return unbraced.Groups[1].Value;
        }

        foreach (var pattern in new[] { AfterAnswer(), AfterIs() })
        {
            if (pattern.Matches(output) is { Count: > 0 } matches)
            {
                return matches[^1].Groups[1].Value;
            }
        }

        return Number().Matches(output) is { Count: > 0 } numbers ? numbers[^1].Value : null;
    }

    /// <summary>Whether two answers are the same text, letter case apart, or numbers less than 1e-6 apart.</summary>
    public static bool Same(string answer, string reference)
    {
        var (left, right) = (answer.Trim(), reference.Trim());
        return left.Equals(right, StringComparison.OrdinalIgnoreCase)
            || (double.TryParse(PythonText.Digits(left), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.TryParse(PythonText.Digits(right), NumberStyles.Float, CultureInfo.InvariantCulture, out var expected)
                && Math.Abs(number - expected) < 1e-6);
    }

    /// <summary>What the last box holds, braces matched; null when there is no whole box.</summary>
    public static string? WholeBox(string output)
    {
        var start = output.LastIndexOf(@"\boxed{", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += @"\boxed{".Length;
        for (int i = start, depth = 1; i < output.Length; i++)
        {
            depth += output[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return output[start..i].Trim();
            }
        }

        return null;
    }

    [GeneratedRegex(@"\\boxed\{([^}]+)\}")]
    private static partial Regex Boxed();

    [GeneratedRegex(@"\\boxed\s+([^\s]+)")]
    private static partial Regex Unbraced();

    [GeneratedRegex(@"answer[\s:]+([-+]?\d*\.?\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AfterAnswer();

    [GeneratedRegex(@"(?:is|equals?|=\s*)([-+]?\d*\.?\d+)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AfterIs();

    [GeneratedRegex(@"[-+]?\d*\.?\d+")]
    private static partial Regex Number();
}
