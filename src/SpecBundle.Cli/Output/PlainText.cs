using System.Text;

namespace SpeculativeDecoding.Cli;

/// <summary>Text of a model as a terminal may show it.</summary>
internal static class PlainText
{
    /// <summary>Without the control characters with which a model's output could rule the terminal.</summary>
    public static string Printable(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            builder.Append(IsUnsafe(character) ? '\uFFFD' : character);
        }

        return builder.ToString();
    }

    /// <summary>One line of at most <paramref name="width"/> characters.</summary>
    public static string Shorten(string text, int width)
    {
        var line = Printable(text).ReplaceLineEndings(" ");
        return line.Length <= width ? line : string.Concat(line.AsSpan(0, width - 1), "…");
    }

    private static bool IsUnsafe(char character) => char.IsControl(character) && character is not ('\n' or '\t');
}
