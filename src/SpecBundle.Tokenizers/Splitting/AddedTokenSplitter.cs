using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Cuts text at the tokens that are written out in it.</summary>
internal sealed class AddedTokenSplitter
{
    private readonly Dictionary<string, int> _ids;
    private readonly Regex? _pattern;

    public AddedTokenSplitter(IEnumerable<KeyValuePair<string, int>> tokens)
    {
        _ids = new Dictionary<string, int>(tokens, StringComparer.Ordinal);

        // The longest first: one may begin like another.
        var alternatives = string.Join('|', _ids.Keys.Where(token => token.Length > 0).OrderByDescending(token => token.Length).Select(Regex.Escape));
        _pattern = alternatives.Length > 0 ? new Regex(alternatives, RegexOptions.CultureInvariant) : null;
    }

    /// <summary>The parts in their order: text without a token in it, or the id of one.</summary>
    public IEnumerable<TextPart> Cut(string text)
    {
        var position = 0;
        for (var match = _pattern?.Match(text); match is { Success: true }; match = match.NextMatch())
        {
            if (match.Index > position)
            {
                yield return new TextPart(text[position..match.Index], null);
            }

            yield return new TextPart(match.Value, _ids[match.Value]);
            position = match.Index + match.Length;
        }

        if (position < text.Length)
        {
            yield return new TextPart(position == 0 ? text : text[position..], null);
        }
    }
}

/// <summary>A part of a text.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Id">The id, where it is an added token.</param>
internal readonly record struct TextPart(string Text, int? Id);
