using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace SpeculativeDecoding.Templates;

/// <summary>Makes values of a template of what an app has.</summary>
internal static class TemplateValue
{
    public static object? Of(object? value)
    {
        StackGuard.Ensure();
        return value switch
        {
            null or string or bool or long or double or BigInteger or TemplateSequence or TemplateMap or TemplateNamespace or TemplateRange or Undefined => value,
            JsonElement json => Of(json),
            sbyte or byte or short or ushort or int or uint => PythonNumber.Box(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong number => PythonNumber.Normal(number),
            float number => (double)number,
            decimal number => (double)number,
            char character => character.ToString(),
            IReadOnlyDictionary<string, object?> map => Map(map),
            IEnumerable items => new TemplateList([.. items.Cast<object?>().Select(Of)]),
            _ => throw new JinjaException($"A template has no place for a value of the type {value.GetType().Name}."),
        };
    }

    /// <summary>JSON as Python reads it: numbers with a point or an exponent are floats, the last of several members of one name counts.</summary>
    public static object? Of(JsonElement json)
    {
        StackGuard.Ensure();
        try
        {
            return Read(json);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            throw new JinjaException("a text among the variables has half a surrogate pair");
        }
    }

    private static object? Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new TemplateMap(json.GetPropertyCount());
                foreach (var property in json.EnumerateObject())
                {
                    map[property.Name] = Of(property.Value);
                }

                return map;
            case JsonValueKind.Array:
                var items = new object?[json.GetArrayLength()];
                var at = 0;
                foreach (var item in json.EnumerateArray())
                {
                    items[at++] = Of(item);
                }

                return new TemplateList(items);
            case JsonValueKind.String:
                return json.GetString();
            case JsonValueKind.Number:
                return json.TryGetInt64(out var number) && json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? PythonNumber.Box(number) : Number(json.GetRawText());
            case JsonValueKind.True:
            case JsonValueKind.False:
                return PythonTruth.Box(json.ValueKind == JsonValueKind.True);
            default:
                return null;
        }
    }

    private static object Number(string text) => text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && text.Length < 4300
        ? PythonNumber.Normal(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
        : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static TemplateMap Map(IReadOnlyDictionary<string, object?> entries)
    {
        var map = new TemplateMap(entries.Count);
        foreach (var (key, value) in entries)
        {
            map[key] = Of(value);
        }

        return map;
    }
}
