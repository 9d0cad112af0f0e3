using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// Unicode's normalization form C, from Unicode's own tables: .NET has it only where globalization data is, and leaves
/// text as it is elsewhere, so that the ids of a tokenizer would differ from machine to machine.
/// </summary>
internal static class FormC
{
    /// <summary>The text in form C; the same instance where it is in it already. Half a surrogate pair becomes U+FFFD, as in UTF-8.</summary>
    public static string Normalize(string text)
    {
        // Everything below the first combining mark is in form C.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF'))
        {
            return text;
        }

        var data = FormCData.OfUnicode;
        return IsNormal(text, data) ? text : Compose(Decompose(text, data), data);
    }

    /// <summary>Whether no character can change, move or combine. A text may be in form C without that.</summary>
    private static bool IsNormal(string text, FormCData data)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || data.MayChange(rune.Value))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return true;
    }

    /// <summary>The characters taken apart, the marks of each in the order of their classes.</summary>
    private static List<int> Decompose(string text, FormCData data)
    {
        var output = new List<int>(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, output, data);
        }

        for (var i = 0; i < output.Count; i++)
        {
            if (data.ClassOf(output[i]) != 0)
            {
                var begin = i;
                while (i < output.Count && data.ClassOf(output[i]) != 0)
                {
                    i++;
                }

                SortMarks(output, begin, i, data);
            }
        }

        return output;
    }

    private static void Decompose(int code, List<int> output, FormCData data)
    {
        if (Hangul.Decompose(code, output))
        {
            return;
        }

        if (data.DecompositionOf(code) is not { } parts)
        {
            output.Add(code);
            return;
        }

        Decompose(parts.First, output, data);
        if (parts.Second is { } second)
        {
            Decompose(second, output, data);
        }
    }

    /// <summary>A stable sort: marks of the same class keep their order.</summary>
    private static void SortMarks(List<int> codes, int first, int end, FormCData data)
    {
        if (end - first < 2)
        {
            return;
        }

        var sorted = codes.GetRange(first, end - first).OrderBy(data.ClassOf).ToList();
        for (var i = 0; i < sorted.Count; i++)
        {
            codes[first + i] = sorted[i];
        }
    }

    /// <summary>Each character joined with the last starter, unless one of the same or a higher class stands between.</summary>
    private static string Compose(List<int> codes, FormCData data)
    {
        var output = new List<int>(codes.Count);
        var starter = -1;
        var lastClass = 0;
        foreach (var code in codes)
        {
            var itsClass = data.ClassOf(code);
            var isBlocked = starter < 0 || (output.Count - 1 > starter && (lastClass == 0 || lastClass >= itsClass));
            if (!isBlocked && (Hangul.Compose(output[starter], code) ?? data.Compose(output[starter], code)) is { } joined)
            {
                output[starter] = joined;
                continue;
            }

            if (itsClass == 0)
            {
                starter = output.Count;
            }

            lastClass = itsClass;
            output.Add(code);
        }

        var text = new StringBuilder(output.Count);
        foreach (var code in output)
        {
            text.Append(new Rune(code));
        }

        return text.ToString();
    }
}
