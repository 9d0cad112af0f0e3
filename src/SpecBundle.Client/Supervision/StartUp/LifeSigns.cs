using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>
/// Tells lines that show life from those that don't. The access log answers our own polls, and whoever else asks: it shows
/// that HTTP is served, not that the start goes on. A message that comes again with another time or number
/// ("waiting for 30 s") shows a loop; a bar whose count has grown shows work.
/// </summary>
internal sealed partial class LifeSigns
{
    // What a server in a loop says in turns; a start that says more different things than these is not in one.
    private const int Remembered = 4_000;
    private const int LongestShape = 300;
    private const double Percent = 100;
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bar> _counts = new(StringComparer.Ordinal);

    [GeneratedRegex(@"""(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) \S+ HTTP/\d", RegexOptions.CultureInvariant)]
    private static partial Regex Request { get; }

    /// <summary><c>78/142</c>, <c>1.2G/9.9G</c>, <c>[3/40]</c>: how many of how many.</summary>
    [GeneratedRegex(@"(?<![\w./])(?<done>\d+(?:\.\d+)?[kKMGT]?)i?B? ?/ ?(?<all>\d+(?:\.\d+)?[kKMGT]?)i?B?(?![\w./])", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Count { get; }

    [GeneratedRegex(@"(?<![\w.])(?<done>\d+(?:\.\d+)?) ?%", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Share { get; }

    /// <summary>What differs between two times that the same is said: the drawn bar, ids, numbers, times.</summary>
    [GeneratedRegex(@"\|[^|]*\||\b(?=[0-9a-fA-F\-]*\d)[0-9a-fA-F\-]{8,}\b|0x[0-9a-fA-F]+|[\d?]+(?:[.,:][\d?]+)*|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Varying { get; }

    /// <summary>Whether it is a line of the access log.</summary>
    public static bool IsRequest(string line) => Request.IsMatch(line);

    public LifeSign Read(string message)
    {
        if (message.Length == 0 || IsRequest(message))
        {
            return LifeSign.None;
        }

        if (CountIn(message) is not { } count)
        {
            return Remember(ShapeOf(message)) ? LifeSign.News : LifeSign.None;
        }

        var (done, all) = (Number(count.Groups["done"]), count.Groups["all"] is { Success: true } whole ? Number(whole) : Percent);
        var shape = ShapeOf(message.Remove(count.Index, count.Length));
        var key = string.Create(CultureInfo.InvariantCulture, $"{shape} of {all}");
        if (!_counts.TryGetValue(key, out var bar))
        {
            _counts.Add(key, new Bar(done, all));
            return Remember(shape) ? LifeSign.News : LifeSign.None;
        }

        return bar.MoveTo(done) ? LifeSign.Advance : LifeSign.None;
    }

    private static Match? CountIn(string message) =>
        Count.Match(message) is { Success: true } count ? count : Share.Match(message) is { Success: true } share ? share : null;

    private static string ShapeOf(string message) => Varying.Replace(message.Length > LongestShape ? message[..LongestShape] : message, "#");

    private static double Number(Group group)
    {
        const double Thousand = 1_000;
        var power = group.ValueSpan[^1] switch { 'k' or 'K' => 1, 'M' => 2, 'G' => 3, 'T' => 4, _ => 0 };

        // Digits of another script are digits to a pattern, and no number.
        return double.TryParse(power == 0 ? group.ValueSpan : group.ValueSpan[..^1], CultureInfo.InvariantCulture, out var number) ? number * Math.Pow(Thousand, power) : 0;
    }

    private bool Remember(string shape)
    {
        if (_said.Count >= Remembered)
        {
            _said.Clear();
            _counts.Clear();
        }

        return _said.Add(shape);
    }

    /// <summary>A count of so many. Ranks draw the same bar beside each other, so the highest counts; kernels are compiled under one title after another, so that a full one may begin anew.</summary>
    private sealed class Bar(double done, double all)
    {
        private const int Restarts = 100;
        private const double Beginning = 0.4;
        private double _done = done;
        private int _restarts;

        public bool MoveTo(double done)
        {
            var isAnew = _done >= all && done <= Math.Max(all * Beginning, 1) && _restarts < Restarts;
            if (!isAnew && done <= _done)
            {
                return false;
            }

            _restarts += isAnew ? 1 : 0;
            _done = done;
            return true;
        }
    }
}
