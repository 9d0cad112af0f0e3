using System.Collections;
using System.Reflection;

namespace SpeculativeDecoding.Tests;

/// <summary>Gives every property of an options class another value than its default, and sees that a copy has them all.</summary>
internal static class OptionsCopy
{
    /// <param name="options">Fresh options.</param>
    /// <param name="clone">Copies them.</param>
    /// <param name="samples">Values for properties whose type is not a plain one.</param>
    public static void ForgetsNothing<T>(T options, Func<T, T> clone, params object[] samples)
        where T : class, new()
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var property in properties)
        {
            Change(options, property, samples);
        }

        var fresh = new T();
        var copy = clone(options);

        Assert.NotEmpty(properties);
        Assert.NotSame(options, copy);
        Assert.Equal(options.GetType(), copy.GetType());
        foreach (var property in properties)
        {
            var (original, copied, byDefault) = (property.GetValue(options), property.GetValue(copy), property.GetValue(fresh));
            Assert.False(Same(original, byDefault), $"{property.Name} was not changed.");
            Assert.True(Same(original, copied), $"The copy forgets {property.Name}.");
            if (original is IEnumerable and not string || IsOptions(original))
            {
                Assert.NotSame(original, copied);
            }
        }
    }

    private static void Change(object options, PropertyInfo property, object[] samples)
    {
        var value = property.GetValue(options);
        switch (value)
        {
            case IList<string> list: list.Add("other"); return;
            case IDictionary<string, string> map: map["OTHER"] = "value"; return;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object other = Array.Find(samples, type.IsInstanceOfType)
            ?? (type == typeof(bool) ? !(bool)(value ?? false)
            : type == typeof(int) ? (int)(value ?? 0) + 7
            : type == typeof(double) ? 0.25
            : type == typeof(string) ? $"{value}other"
            : type == typeof(TimeSpan) ? ((TimeSpan?)value ?? default) + TimeSpan.FromSeconds(7)
            : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!
            : throw new InvalidOperationException($"There is no sample for {property.Name}, a {type}."));
        property.SetValue(options, other);
    }

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (IDictionary<string, string> one, IDictionary<string, string> other) => one.OrderBy(entry => entry.Key).SequenceEqual(other.OrderBy(entry => entry.Key)),
        (IEnumerable<string> one, IEnumerable<string> other) => one.SequenceEqual(other),
        (IReadOnlyList<GpuId> one, IReadOnlyList<GpuId> other) => one.SequenceEqual(other),
        ({ } one, { } other) when IsOptions(one) => one.GetType().GetProperties().All(property => Same(property.GetValue(one), property.GetValue(other))),
        _ => Equals(left, right),
    };

    // Options within options are copied too: the owner may change them later.
    private static bool IsOptions(object? value) => value?.GetType() is { IsClass: true } type && type.Name.EndsWith("Options", StringComparison.Ordinal);
}
