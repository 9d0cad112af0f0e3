using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// An estimate and the interval that covers the true value with the report's confidence, had other prompts of the same
/// kind been drawn. Where one prompt alone was measured nothing is known of the spread: High is then positive infinity.
/// </summary>
public readonly record struct ConfidenceInterval : IFormattable
{
    /// <summary>The figure of the prompts that were measured.</summary>
    public double Estimate { get; init; }

    /// <summary>The interval's lower end.</summary>
    public double Low { get; init; }

    /// <summary>The interval's upper end.</summary>
    public double High { get; init; }

    /// <summary>Whether the measurement says anything about the spread.</summary>
    public bool IsBounded => double.IsFinite(High);

    /// <summary>Whether a value lies in the interval, ends included.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True when it does.</returns>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The estimate, and in brackets its interval where it is bounded, to three significant digits.</summary>
    /// <returns>For example <c>2.35 [2.2, 2.51]</c>.</returns>
    public override string ToString() => ToString(null, null);

    /// <summary>The estimate, and in brackets its interval where it is bounded.</summary>
    /// <param name="format">A format of numbers, such as <c>F2</c> or <c>P0</c>; null for <c>G3</c>.</param>
    /// <param name="formatProvider">The culture; null for the invariant one.</param>
    /// <returns>For example <c>2.35 [2.20, 2.51]</c>.</returns>
    public string ToString(string? format, IFormatProvider? formatProvider = null)
    {
        var (shape, culture) = (format ?? "G3", formatProvider ?? CultureInfo.InvariantCulture);
        return IsBounded
            ? $"{Estimate.ToString(shape, culture)} [{Low.ToString(shape, culture)}, {High.ToString(shape, culture)}]"
            : Estimate.ToString(shape, culture);
    }

    internal static ConfidenceInterval Of(double estimate, double low, double high) => new() { Estimate = estimate, Low = low, High = high };

    internal ConfidenceInterval Scale(double factor) => Of(Estimate * factor, Low * factor, High * factor);
}
