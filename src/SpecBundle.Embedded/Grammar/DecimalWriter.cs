using System.Globalization;
using System.Numerics;

namespace SpeculativeDecoding.Embedded;

/// <summary>Writes decimal numbers within limits, exactly: the digits before the point, and behind it those that the limits leave.</summary>
internal sealed class DecimalWriter(GrammarBuilder grammar, NumberBounds bounds)
{
    private const int LeastFraction = 10;
    private readonly int _fraction = Math.Max(LeastFraction, bounds.Scale + 1);
    private readonly BigInteger _one = BigInteger.Pow(10, bounds.Scale);
    private readonly DigitWriter _digits = new(grammar);

    private readonly record struct Limit(BigInteger Value, bool IsExcluded);

    public int Write(int from)
    {
        var end = (NumberBounds.Open(bounds.Low ?? bounds.High) + 1) * _one;
        var low = new Limit(bounds.Low ?? -end, bounds.IsLowExcluded || bounds.Low is null);
        var high = new Limit(bounds.High ?? end, bounds.IsHighExcluded || bounds.High is null);
        var to = grammar.Node();
        if (high.Value.Sign >= 0)
        {
            Between(from, low.Value.Sign < 0 ? new Limit(0, false) : low, high, to);
        }

        if (low.Value.Sign < 0)
        {
            var least = high.Value.Sign > 0 ? new Limit(0, false) : high with { Value = -high.Value };
            Between(grammar.Text(from, "-"u8), least, low with { Value = -low.Value }, to);
        }

        return to;
    }

    /// <summary>The numbers between two that are not negative.</summary>
    private void Between(int from, Limit low, Limit high, int to)
    {
        if (low.Value > high.Value)
        {
            return;
        }

        var (first, last) = (BigInteger.Divide(low.Value, _one), BigInteger.Divide(high.Value, _one));
        if (first == last)
        {
            Fraction(_digits.Write(from, first, first), low, high, to);
            return;
        }

        Fraction(_digits.Write(from, first, first), low, null, to);
        Fraction(_digits.Write(from, first + 1, last - 1), null, null, to);
        Fraction(_digits.Write(from, last, last), null, high, to);
    }

    /// <summary>What may follow the digits before the point: nothing, or a point and digits. A limit is null where the digits before decide.</summary>
    private void Fraction(int from, Limit? low, Limit? high, int to)
    {
        var (least, most) = (Digits(low), Digits(high));
        var nodes = new Dictionary<(int At, bool IsLow, bool IsHigh), int>();
        var start = (0, low is not null, high is not null);
        EndAt(from, start);
        nodes.Add(start, grammar.Text(from, "."u8));
        for (var at = 0; at < _fraction; at++)
        {
            foreach (var (isLow, isHigh) in new[] { (true, true), (true, false), (false, true), (false, false) })
            {
                if (!nodes.TryGetValue((at, isLow, isHigh), out var node))
                {
                    continue;
                }

                var (smallest, greatest) = (isLow ? At(least, at) : '0', isHigh ? At(most, at) : '9');
                for (var digit = smallest; digit <= greatest; digit++)
                {
                    var next = (at + 1, isLow && digit == smallest, isHigh && digit == greatest);
                    if (!nodes.TryGetValue(next, out var target))
                    {
                        nodes.Add(next, target = grammar.Node());
                        EndAt(target, next);
                    }

                    grammar.Range(node, (byte)digit, (byte)digit, target);
                }
            }
        }

        void EndAt(int node, (int At, bool IsLow, bool IsHigh) place)
        {
            // The number is as if zeros followed.
            var isLess = place.IsLow && (!IsZero(least, place.At) || low!.Value.IsExcluded);
            var isMore = place.IsHigh && high!.Value.IsExcluded && IsZero(most, place.At);
            if (!isLess && !isMore)
            {
                grammar.Skip(node, to);
            }
        }
    }

    private static char At(string digits, int at) => at < digits.Length ? digits[at] : '0';

    private static bool IsZero(string digits, int from) => from >= digits.Length || digits.AsSpan(from).IndexOfAnyExcept('0') < 0;

    private string Digits(Limit? limit) => limit is { } known && bounds.Scale > 0
        ? (known.Value % _one).ToString(CultureInfo.InvariantCulture).PadLeft(bounds.Scale, '0')
        : "";
}
