using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Templates;

/// <summary>Breaks a line into lines of a width, between words.</summary>
internal sealed partial class TextWrapper(int width, bool breaksWords, bool breaksHyphens)
{
    public IEnumerable<string> Wrap(string line)
    {
        if (width <= 0)
        {
            throw new JinjaException($"invalid width {width} (must be > 0)");
        }

        var chunks = new Stack<string>((breaksHyphens ? WordsAndHyphens() : Words()).Matches(line).Select(match => match.Value).Reverse());
        var isFirst = true;
        while (chunks.Count > 0)
        {
            var current = new List<string>();
            var length = 0;
            if (!isFirst && IsSpace(chunks.Peek()))
            {
                chunks.Pop();
            }

            while (chunks.TryPeek(out var chunk) && length + PythonText.Length(chunk) <= width)
            {
                length += PythonText.Length(chunk);
                current.Add(chunks.Pop());
            }

            if (chunks.TryPeek(out var tooLong) && PythonText.Length(tooLong) > width)
            {
                Break(chunks, current, width - length);
            }

            if (current.Count > 0 && IsSpace(current[^1]))
            {
                current.RemoveAt(current.Count - 1);
            }

            if (current.Count > 0)
            {
                isFirst = false;
                yield return string.Concat(current);
            }
        }
    }

    private void Break(Stack<string> chunks, List<string> current, int room)
    {
        if (breaksWords)
        {
            var chunk = chunks.Pop();
            var end = PythonText.IndexOf(chunk, room);
            if (breaksHyphens && chunk[..end].LastIndexOf('-') is > 0 and var hyphen && chunk[..hyphen].Any(character => character != '-'))
            {
                end = hyphen + 1;
            }

            current.Add(chunk[..end]);
            chunks.Push(chunk[end..]);
        }
        else if (current.Count == 0)
        {
            current.Add(chunks.Pop());
        }
    }

    private static bool IsSpace(string chunk) => PythonText.TrimStart(chunk, null).Length == 0;

    [GeneratedRegex(@"[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"[\t\n\v\f\r ]+|(?<=[\w!""'&.,?])-{2,}(?=\w)|[^\t\n\v\f\r ]+?(?:-(?:(?<=[^\W\d_]{2}-)|(?<=[^\W\d_]-[^\W\d_]-))(?=[^\W\d_]-?[^\W\d_])|(?=[\t\n\v\f\r ]|\z)|(?<=[\w!""'&.,?])(?=-{2,}\w))")]
    private static partial Regex WordsAndHyphens();
}
