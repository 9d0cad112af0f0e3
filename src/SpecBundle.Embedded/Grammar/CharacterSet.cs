namespace SpeculativeDecoding.Embedded;

/// <summary>A set of Unicode's characters, as ranges in order with gaps between them. Halves of surrogate pairs are never in one.</summary>
internal sealed class CharacterSet
{
    public const int Last = 0x10FFFF;

    private CharacterSet(List<(int Low, int High)> ranges) => Ranges = ranges;

    public static CharacterSet Empty { get; } = new([]);

    public static CharacterSet All { get; } = Of((0, Last));

    /// <summary>What pattern engines agree to be one character: those beyond it are two to some.</summary>
    public static CharacterSet Basic { get; } = Of((0, 0xFFFF));

    public IReadOnlyList<(int Low, int High)> Ranges { get; }

    public bool IsEmpty => Ranges.Count == 0;

    public static CharacterSet Of(params IEnumerable<(int Low, int High)> ranges)
    {
        var merged = new List<(int Low, int High)>();
        foreach (var (low, high) in ranges.SelectMany(WithoutSurrogates).OrderBy(range => range.Low))
        {
            if (merged.Count > 0 && low <= merged[^1].High + 1)
            {
                merged[^1] = (merged[^1].Low, Math.Max(merged[^1].High, high));
            }
            else
            {
                merged.Add((low, high));
            }
        }

        return new CharacterSet(merged);
    }

    public static CharacterSet OfText(string characters) => Of(characters.EnumerateRunes().Select(rune => (rune.Value, rune.Value)));

    public bool Contains(int character) => Ranges.Any(range => character >= range.Low && character <= range.High);

    public CharacterSet Union(CharacterSet other) => Of(Ranges.Concat(other.Ranges));

    public CharacterSet Without(CharacterSet other)
    {
        var left = Ranges.ToList();
        foreach (var (low, high) in other.Ranges)
        {
            left = [.. left.SelectMany(range => Cut(range, low, high))];
        }

        return new CharacterSet(left);
    }

    private static IEnumerable<(int Low, int High)> Cut((int Low, int High) range, int low, int high)
    {
        if (range.Low < low)
        {
            yield return (range.Low, Math.Min(range.High, low - 1));
        }

        if (range.High > high)
        {
            yield return (Math.Max(range.Low, high + 1), range.High);
        }
    }

    private static IEnumerable<(int Low, int High)> WithoutSurrogates((int Low, int High) range) => Cut(range, 0xD800, 0xDFFF);
}
