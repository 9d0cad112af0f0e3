using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>Cuts text into the pieces that tokens are made of: what each pattern says, one after the other.</summary>
internal sealed class PieceSplitter(IEnumerable<Split> splits) : PreTokenizer
{
    private readonly (Regex Pattern, bool RemovesMatches)[] _patterns = [.. splits.Select(split => (PatternTranslation.Translate(split.Pattern), split.RemovesMatches))];

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        var shadow = TextShadow.Of(text);
        List<Range> ranges = text.Length == 0 ? [] : [new Range(0, shadow.Text.Length)];
        foreach (var (pattern, removes) in _patterns)
        {
            ranges = [.. ranges.SelectMany(range => Cut(shadow.Text, range, pattern, removes))];
        }

        return ranges.Select(range =>
        {
            var offset = shadow.OffsetOf(range.Start.Value);
            return (offset, shadow.OffsetOf(range.End.Value) - offset);
        });
    }

    /// <summary>Matches and what lies between them. Each piece is matched by itself: a look-ahead must not see the next.</summary>
    private static List<Range> Cut(string text, Range range, Regex pattern, bool removes)
    {
        var (start, part) = (range.Start.Value, text[range]);
        var ranges = new List<Range>();
        var position = 0;
        for (var match = pattern.Match(part); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0)
            {
                continue;
            }

            if (match.Index > position)
            {
                ranges.Add(new Range(start + position, start + match.Index));
            }

            position = match.Index + match.Length;
            if (!removes)
            {
                ranges.Add(new Range(start + match.Index, start + position));
            }
        }

        if (position < part.Length)
        {
            ranges.Add(new Range(start + position, start + part.Length));
        }

        return ranges;
    }
}

/// <summary>One way in which text falls into pieces.</summary>
/// <param name="Pattern">A regular expression in the dialect of the tokenizer's file.</param>
/// <param name="RemovesMatches">What matches is no piece but a separator.</param>
internal sealed record Split(string Pattern, bool RemovesMatches = false);
