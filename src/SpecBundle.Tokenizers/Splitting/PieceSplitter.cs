using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Cuts text into the pieces that tokens are made of: what each pattern says, one after the other.</summary>
internal sealed class PieceSplitter(IEnumerable<Split> splits)
{
    private readonly (Lazy<Regex> Pattern, bool RemovesMatches)[] _patterns = [.. splits.Select(split => (Compiled(split.Pattern), split.RemovesMatches))];
    private readonly bool _knowsHan = splits.Any(split => split.Pattern.Contains(PatternTranslation.HanScript, StringComparison.Ordinal));

    /// <exception cref="RegexMatchTimeoutException">A pattern takes too long.</exception>
    public IEnumerable<(int Offset, int Length)> Split(string text)
    {
        var shadow = TextShadow.Of(text, _knowsHan);
        List<Range> ranges = text.Length == 0 ? [] : [new Range(0, shadow.Text.Length)];
        foreach (var (pattern, removes) in _patterns)
        {
            var finer = new List<Range>(ranges.Count);
            foreach (var range in ranges)
            {
                Cut(shadow.Text, range, pattern.Value, removes, finer);
            }

            ranges = finer;
        }

        return ranges.Select(range =>
        {
            var offset = shadow.OffsetOf(range.Start.Value);
            return (offset, shadow.OffsetOf(range.End.Value) - offset);
        });
    }

    /// <summary>Compiling takes long and is for the first text. Whether a file's pattern can be read, its reader has asked.</summary>
    private static Lazy<Regex> Compiled(string pattern) => new(() =>
    {
        var translated = PatternTranslation.Translate(pattern);
        return new Regex(translated.ToString(), translated.Options | RegexOptions.Compiled, translated.MatchTimeout);
    });

    /// <summary>Matches and what lies between them. Each piece is matched by itself: a look-ahead must not see the next.</summary>
    private static void Cut(string text, Range range, Regex pattern, bool removes, List<Range> output)
    {
        var start = range.Start.Value;
        var part = text.AsSpan()[range];
        var position = 0;
        foreach (var match in pattern.EnumerateMatches(part))
        {
            if (match.Length == 0)
            {
                continue;
            }

            if (match.Index > position)
            {
                output.Add(new Range(start + position, start + match.Index));
            }

            position = match.Index + match.Length;
            if (!removes)
            {
                output.Add(new Range(start + match.Index, start + position));
            }
        }

        if (position < part.Length)
        {
            output.Add(new Range(start + position, start + part.Length));
        }
    }
}

/// <summary>One way in which text falls into pieces.</summary>
/// <param name="Pattern">A regular expression in the dialect of the tokenizer's file.</param>
/// <param name="RemovesMatches">What matches is no piece but a separator.</param>
internal sealed record Split(string Pattern, bool RemovesMatches = false);
