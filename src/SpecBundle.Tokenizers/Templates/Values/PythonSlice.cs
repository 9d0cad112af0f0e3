using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>The bounds and the step of a slice.</summary>
internal sealed record PythonSlice(object? Start, object? Stop, object? Step)
{
    /// <summary>The part of a text, list, tuple or range; null where the value has no parts.</summary>
    public object? Of(object? owner) => owner switch
    {
        string text => Part(text),
        TemplateSequence sequence => sequence.With(Part(sequence.Items)),
        TemplateRange range => new TemplateList(Part([.. range.Items])),
        _ => null,
    };

    private string Part(string text)
    {
        var points = PythonText.CodePoints(text);
        var (start, stop, step) = Bounds(points.Count);
        return step == 1 ? text[PythonText.IndexOf(text, start)..PythonText.IndexOf(text, Math.Max(start, stop))] : string.Concat(Part(points));
    }

    private List<object?> Part(IReadOnlyList<object?> items)
    {
        var (start, stop, step) = Bounds(items.Count);
        var part = new List<object?>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step)
        {
            part.Add(items[(int)i]);
        }

        return part;
    }

    private (int Start, int Stop, long Step) Bounds(int count)
    {
        var step = Number(Step) ?? 1;
        if (step == 0)
        {
            throw new JinjaException("slice step cannot be zero");
        }

        // Backwards, the ends are the last item and the place before the first.
        var (low, high) = step > 0 ? (0, count) : (-1, count - 1);
        return (Bound(Start, count, low, high) ?? (step > 0 ? low : high), Bound(Stop, count, low, high) ?? (step > 0 ? high : low), step);
    }

    private static int? Bound(object? value, int count, int low, int high) =>
        Number(value) is { } index ? (int)Math.Clamp(index < 0 ? index + count : index, low, high) : null;

    private static long? Number(object? value) => value switch
    {
        null => null,
        not null when PythonNumber.IsInteger(value) => (long)BigInteger.Clamp(PythonNumber.Integer(value), int.MinValue, int.MaxValue),
        _ => throw new JinjaException("slice indices must be integers or None or have an __index__ method"),
    };
}
