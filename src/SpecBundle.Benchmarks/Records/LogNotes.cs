using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What is to be known of the lines of a file of records before its figures are believed, while they are read in order.</summary>
internal sealed class LogNotes
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string, int, int), (RequestRecord Record, int Line)> _ended = [];
    private readonly List<string> _doubled = [];
    private readonly List<string> _again = [];
    private int _unchecked;

    /// <summary>Whether a line with a checksum has come.</summary>
    public bool HasChecksums { get; private set; }

    /// <summary>Whether this very line has come already: it counts once.</summary>
    public bool IsDouble(ReadOnlySpan<byte> line, int number)
    {
        var digest = LineChecksum.Of(line);
        if (_seen.TryAdd(digest, number))
        {
            return false;
        }

        _doubled.Add(string.Create(CultureInfo.InvariantCulture, $"line {number} repeats line {_seen[digest]}"));
        return true;
    }

    public void Add(RequestRecord record, bool isChecked, int number)
    {
        HasChecksums |= isChecked;
        _unchecked += isChecked ? 0 : 1;
        var key = (record.Configuration, record.Workload, record.PromptId, record.Turn, record.Sample);

        // One that failed is asked again, and one that waits for its score gets it by a line of its own.
        if (_ended.TryGetValue(key, out var earlier) && earlier.Record.Error is null && !earlier.Record.IsSameRequest(record))
        {
            _again.Add(string.Create(CultureInfo.InvariantCulture, $"line {number} measures once more what line {earlier.Line} had"));
        }

        _ended[key] = (record, number);
    }

    /// <summary>A sentence for each kind.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="tornLine">What is left of a last line.</param>
    public IReadOnlyList<string> All(string name, string? tornLine)
    {
        var notes = new List<string>();
        Add(notes, _doubled, $"{name}: the same line is there twice, and counts once");
        Add(notes, _again, $"{name}: a request that had ended is there twice, and the later line counts");
        if (_unchecked > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {_unchecked} {(_unchecked == 1 ? "line has" : "lines have")} no checksum, so that a change since would not be seen."));
        }

        if (tornLine is not null)
        {
            notes.Add($"{name}: the last line is cut off, and does not count; its writer died in it, or still writes.");
        }

        return notes;
    }

    private static void Add(List<string> notes, List<string> lines, string what)
    {
        if (lines.Count > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {lines[0]}{(lines.Count == 1 ? "" : $", and so do {lines.Count - 1} more")}."));
        }
    }
}
