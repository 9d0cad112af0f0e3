using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Limits of latency that a request must all keep, inclusive. Null is no limit.</summary>
public sealed record ServiceLevels
{
    /// <summary>From the moment a request was due to its first token.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>The mean time of a token after the first.</summary>
    public TimeSpan? TimePerOutputToken { get; init; }

    /// <summary>From the moment a request was due to its end.</summary>
    public TimeSpan? EndToEnd { get; init; }

    /// <summary>The limits in words.</summary>
    /// <returns>For example <c>TTFT of at most 200 ms, end to end of at most 1500 ms</c>; empty without any limit.</returns>
    public override string ToString()
    {
        (string Name, TimeSpan? Limit)[] limits = [("TTFT", TimeToFirstToken), ("TPOT", TimePerOutputToken), ("end to end", EndToEnd)];
        return string.Join(", ", limits.Where(limit => limit.Limit is not null).Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Name} of at most {limit.Limit!.Value.TotalMilliseconds:0.###} ms")));
    }
}
