namespace SpeculativeDecoding.Templates;

/// <summary>The numbers of <c>range</c>.</summary>
internal sealed record TemplateRange(long Start, long Stop, long Step)
{
    // The sandbox's own bound.
    public const int Most = 100_000;

    public int Count { get; } = CountOf(Start, Stop, Step);

    public IEnumerable<object?> Items
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                yield return PythonNumber.Box(Start + (i * Step));
            }
        }
    }

    private static int CountOf(long start, long stop, long step)
    {
        if (step == 0)
        {
            throw new JinjaException("range() arg 3 must not be zero");
        }

        var distance = step > 0 ? (decimal)stop - start : (decimal)start - stop;
        var count = distance <= 0 ? 0 : decimal.Ceiling(distance / Math.Abs((decimal)step));
        return count <= Most ? (int)count : throw new JinjaException($"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({Most}).", JinjaErrorKind.Limit);
    }
}
