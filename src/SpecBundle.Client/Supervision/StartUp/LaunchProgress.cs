using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A step of a start.</summary>
public sealed record LaunchProgress
{
    /// <summary>What the server does.</summary>
    public LaunchPhase Phase { get; init; }

    /// <summary>The same in words, without the time.</summary>
    public string Message { get; init; } = "";

    /// <summary>Time since the launch began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How many are done, where the server counts; null elsewhere.</summary>
    public int? Current { get; init; }

    /// <summary>How many there are, where the server counts; null elsewhere.</summary>
    public int? Total { get; init; }

    /// <summary>The step in a line.</summary>
    /// <returns>For example <c>12.4 s: Loading the target's weights: 3 of 16</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds:F1} s: {Message}");
}
