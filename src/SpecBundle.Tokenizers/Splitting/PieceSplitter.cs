using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>Cuts text into the pieces that tokens are made of: added tokens first, then what each pattern says.</summary>
internal sealed class PieceSplitter : PreTokenizer
{
    private readonly (Regex Pattern, bool RemovesMatches)[] _patterns;
    private readonly Regex? _added;

    public PieceSplitter(IEnumerable<Split> splits, IEnumerable<string> addedTokens)
    {
        _patterns = [.. splits.Select(split => (PatternTranslation.Translate(split.Pattern), split.RemovesMatches))];

        // The longest first: one may begin like another.
        var alternatives = string.Join('|', addedTokens.OrderByDescending(token => token.Length).Select(Regex.Escape));
        _added = alternatives.Length > 0 ? new Regex(alternatives, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10)) : null;
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        var position = 0;
        for (var match = _added?.Match(text); match is { Success: true }; match = match.NextMatch())
        {
            foreach (var piece in Pieces(text, position, match.Index))
            {
                yield return piece;
            }

            yield return (match.Index, match.Length);
            position = match.Index + match.Length;
        }

        foreach (var piece in Pieces(text, position, text.Length))
        {
            yield return piece;
        }
    }

    private IEnumerable<(int Offset, int Length)> Pieces(string text, int begin, int end)
    {
        if (begin == end)
        {
            return [];
        }

        var shadow = TextShadow.Of(text[begin..end]);
        var ranges = new List<Range> { new(0, shadow.Text.Length) };
        foreach (var (pattern, removes) in _patterns)
        {
            ranges = [.. ranges.SelectMany(range => Cut(shadow.Text, range, pattern, removes))];
        }

        return ranges.Select(range =>
        {
            var offset = shadow.OffsetOf(range.Start.Value);
            return (begin + offset, shadow.OffsetOf(range.End.Value) - offset);
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
