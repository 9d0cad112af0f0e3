using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A process of Linux, as <c>/proc/ID/stat</c> tells of it.</summary>
internal sealed record ProcessEntry
{
    public required int Id { get; init; }

    /// <summary>Its name, cut after 15 characters.</summary>
    public required string Name { get; init; }

    /// <summary>One letter; <c>Z</c> is a process that has ended and whose parent has not asked how.</summary>
    public required char State { get; init; }

    public required int Parent { get; init; }

    public required int Session { get; init; }

    /// <summary>When it started, in ticks since the machine did: ids are given again, this is not.</summary>
    public required long Started { get; init; }

    /// <summary>Of one that has ended: the signal in the lowest seven bits, or the exit code above them.</summary>
    public required int ExitStatus { get; init; }

    public bool IsGone => State is 'Z' or 'X';

    /// <returns>Null for one that is gone.</returns>
    public static ProcessEntry? Read(int id)
    {
        try
        {
            return Parse(id, File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The name stands in parentheses and may hold any character, parentheses too.</summary>
    private static ProcessEntry Parse(int id, string stat)
    {
        var (open, close) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
        var fields = stat[(close + 2)..].Split(' ');
        return new ProcessEntry
        {
            Id = id,
            Name = stat[(open + 1)..close],
            State = fields[0][0],
            Parent = int.Parse(fields[1], CultureInfo.InvariantCulture),
            Session = int.Parse(fields[3], CultureInfo.InvariantCulture),
            Started = long.Parse(fields[19], CultureInfo.InvariantCulture),
            ExitStatus = int.Parse(fields[49], CultureInfo.InvariantCulture),
        };
    }
}
