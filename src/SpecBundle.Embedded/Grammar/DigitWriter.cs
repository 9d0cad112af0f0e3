using System.Globalization;
using System.Numerics;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes whole numbers of a range, digit by digit and without a leading zero.</summary>
internal sealed class DigitWriter(GrammarBuilder grammar)
{
    /// <param name="from">Where they begin.</param>
    /// <param name="low">0 or more.</param>
    /// <param name="high">Nothing is possible where it is below <paramref name="low"/>.</param>
    public int Write(int from, BigInteger low, BigInteger high)
    {
        var to = grammar.Node();
        if (low > high)
        {
            return to;
        }

        var (shortest, longest) = (Text(low).Length, Text(high).Length);
        for (var length = shortest; length <= longest; length++)
        {
            var least = length == shortest ? Text(low) : "1" + new string('0', length - 1);
            var most = length == longest ? Text(high) : new string('9', length);
            Write(from, least, most, to);
        }

        return to;
    }

    /// <summary>The numbers between two of the same length: those that begin like one of them are bounded by the rest of it.</summary>
    private void Write(int from, string low, string high, int to)
    {
        var nodes = new Dictionary<(int At, bool IsLow, bool IsHigh), int> { [(0, true, true)] = from };
        for (var at = 0; at < low.Length; at++)
        {
            foreach (var (isLow, isHigh) in new[] { (true, true), (true, false), (false, true), (false, false) })
            {
                if (!nodes.TryGetValue((at, isLow, isHigh), out var node))
                {
                    continue;
                }

                var (least, most) = (isLow ? low[at] : '0', isHigh ? high[at] : '9');
                for (var digit = least; digit <= most; digit++)
                {
                    var next = (at + 1, isLow && digit == least, isHigh && digit == most);
                    if (!nodes.TryGetValue(next, out var target))
                    {
                        nodes.Add(next, target = at + 1 == low.Length ? to : grammar.Node());
                    }

                    grammar.Range(node, (byte)digit, (byte)digit, target);
                }
            }
        }
    }

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
