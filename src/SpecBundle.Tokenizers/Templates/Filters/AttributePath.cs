using System.Globalization;

namespace SpeculativeDecoding.Templates;

/// <summary>The attribute that a filter goes by: names with points between them, of which those of digits are indices.</summary>
internal static class AttributePath
{
    /// <param name="attribute">The path; a whole number; nothing for the item itself.</param>
    /// <param name="ignoresCase">Whether texts are taken in small letters.</param>
    /// <param name="absent">What stands for a part that is not there; null to have it undefined.</param>
    public static Func<object?, object?> Reader(object? attribute, bool ignoresCase = false, object? absent = null)
    {
        var parts = Parts(attribute);
        return item =>
        {
            foreach (var part in parts)
            {
                item = Members.Item(item, part);
                item = absent is not null && item is Undefined ? absent : item;
            }

            return ignoresCase && item is string text ? PythonText.Lower(text) : item;
        };
    }

    /// <summary>Several paths with commas between them: a list of what they lead to.</summary>
    public static Func<object?, object?> ListReader(object? attribute, bool ignoresCase)
    {
        var readers = (attribute is string text ? text.Split(',').Select(object? (path) => path) : [attribute]).Select(path => Reader(path, ignoresCase)).ToList();
        return item => new TemplateList([.. readers.Select(read => read(item))]);
    }

    private static object?[] Parts(object? attribute) => attribute switch
    {
        null or Absent => [],
        string path => [.. path.Split('.').Select(object? (part) => part.Length > 0 && part.All(char.IsAsciiDigit) && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? PythonNumber.Box(index) : part)],
        _ => [attribute],
    };
}
