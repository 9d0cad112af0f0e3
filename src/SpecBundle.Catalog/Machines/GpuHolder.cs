using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A server of this library that holds a GPU, in this process or another.</summary>
public sealed record GpuHolder
{
    /// <summary>The server's process, or its watchdog's while the server starts.</summary>
    /// <value>The default value is null: it is not known.</value>
    public int? ProcessId { get; init; }

    /// <summary>The id of the pair that it serves.</summary>
    /// <value>The default value is null: it is not known.</value>
    public string? Pair { get; init; }

    /// <summary>When it took the GPU.</summary>
    /// <value>The default value is null: it is not known.</value>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The share of the GPU's memory that it asked for, above 0 and at most 1, where it lets others have the rest.</summary>
    /// <value>The default value is null: all of it, and nobody else may start there.</value>
    public double? Share { get; init; }

    /// <summary>Why it can't be told whether there is a holder at all; null where there is one.</summary>
    internal string? LeaseProblem { get; init; }

    /// <summary>Pair, process and time.</summary>
    /// <returns>For example <c>qwen3-30b (process 4711, since 2026-11-28 22:00:00Z)</c>.</returns>
    public override string ToString()
    {
        if (LeaseProblem is not null)
        {
            return $"another server, perhaps ({LeaseProblem})";
        }

        string?[] details =
        [
            ProcessId is { } id ? string.Create(CultureInfo.InvariantCulture, $"process {id}") : null,
            Share is { } share ? string.Create(CultureInfo.InvariantCulture, $"a share of {share:0.##}") : null,
            Since is { } since ? string.Create(CultureInfo.InvariantCulture, $"since {since:u}") : null,
        ];
        var known = details.OfType<string>().ToList();
        return $"{Pair ?? "another server"}{(known.Count == 0 ? "" : $" ({string.Join(", ", known)})")}";
    }
}
