using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>When Python takes two values for equal.</summary>
internal static class PythonEquality
{
    public static IEqualityComparer<object> Comparer { get; } = new KeyComparer();

    public static bool Equal(object? left, object? right) => Equal(left, right, new Visits());

    private static bool Equal(object? left, object? right, Visits visits)
    {
        visits.Add();
        (left, right) = (Markup.Plain(left), Markup.Plain(right));
        return (left, right) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (string first, string second) => string.Equals(first, second, StringComparison.Ordinal),
            (Undefined, Undefined) => true,
            (TemplateSequence first, TemplateSequence second) => first.GetType() == second.GetType() && Equal(first.Items, second.Items, visits),
            (TemplateMap first, TemplateMap second) => Equal(first, second, visits),
            (TemplateRange first, TemplateRange second) => first.Count == second.Count && Equal(first.Items.ToList(), second.Items.ToList(), visits),
            (MapView first, MapView second) => ReferenceEquals(first, second) || (first.TypeName == second.TypeName && first.TypeName != "dict_values" && first.Count == second.Count && first.Items.All(item => second.Items.Any(other => Equal(item, other, visits)))),
            _ when PythonNumber.IsNumber(left) && PythonNumber.IsNumber(right) => PythonNumber.Compare(left, right) == 0,
            _ => ReferenceEquals(left, right),
        };
    }

    private static bool Equal(IReadOnlyList<object?> left, IReadOnlyList<object?> right, Visits visits)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!ReferenceEquals(left[i], right[i]) && !Equal(left[i], right[i], visits))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Equal(TemplateMap left, TemplateMap right, Visits visits) =>
        left.Count == right.Count && left.Pairs.All(pair => right.TryGet(pair.Key, out var other) && Equal(pair.Value, other, visits));

    private sealed class KeyComparer : IEqualityComparer<object>
    {
        private int Hash(TemplateTuple tuple, Visits visits) => tuple.Items.Aggregate(17, (hash, item) =>
        {
            visits.Add();
            return (hash * 31) + (item is null ? 0 : item is TemplateTuple inner ? Hash(inner, visits) : GetHashCode(item));
        });

        public new bool Equals(object? x, object? y) => ReferenceEquals(x, y) || Equal(x, y);

        public int GetHashCode(object key) => key switch
        {
            string text => text.GetHashCode(StringComparison.Ordinal),
            Markup markup => markup.Text.GetHashCode(StringComparison.Ordinal),
            bool truth => (truth ? 1L : 0L).GetHashCode(),
            long number => number.GetHashCode(),
            double number => Math.Abs(number) < 1e15 && number == Math.Truncate(number) ? ((long)number).GetHashCode() : number.GetHashCode(),
            BigInteger number => ((double)number).GetHashCode(),
            TemplateTuple tuple => Hash(tuple, new Visits()),
            _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key),
        };
    }
}
