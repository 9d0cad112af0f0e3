namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// An estimate and the interval that covers the true value with the report's confidence, had other prompts of the same
/// kind been drawn. Where one prompt alone was measured nothing is known of the spread: High is then positive infinity.
/// </summary>
/// <param name="Estimate">The figure of the prompts that were measured.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    /// <summary>Whether the measurement says anything about the spread.</summary>
    public bool IsBounded => double.IsFinite(High);

    /// <summary>Whether a value lies in the interval, ends included.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True when it does.</returns>
    public bool Contains(double value) => value >= Low && value <= High;

    internal Interval Scale(double factor) => new(Estimate * factor, Low * factor, High * factor);
}
