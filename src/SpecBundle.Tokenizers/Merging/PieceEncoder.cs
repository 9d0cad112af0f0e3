using Microsoft.ML.Tokenizers;

namespace SpeculativeDecoding;

/// <summary>Turns text without added tokens into ids, piece by piece: words by the library, which remembers them, long pieces by <see cref="PieceMerger"/>.</summary>
/// <param name="library">The tokenizer of the library; it is asked for single pieces only.</param>
/// <param name="splitter">How text falls into pieces.</param>
/// <param name="rule">Which neighbours merge; made when the first long piece comes.</param>
/// <param name="longPiece">From how many characters on a piece is long.</param>
internal sealed class PieceEncoder(Tokenizer library, PieceSplitter splitter, Func<IMergeRule> rule, int longPiece)
{
    /// <summary>Up to here the library is not slower.</summary>
    public const int LongPiece = 96;

    private readonly Lazy<PieceMerger> _merger = new(() => new PieceMerger(rule()));

    /// <summary>The ids of parts of a text, in their order.</summary>
    public IReadOnlyList<int> Encode(IEnumerable<TextPart> parts)
    {
        var ids = new List<int>();
        foreach (var part in parts)
        {
            if (part.Id is { } id)
            {
                ids.Add(id);
            }
            else
            {
                Encode(part.Text, ids);
            }
        }

        return ids;
    }

    private void Encode(string text, List<int> output)
    {
        foreach (var (offset, length) in splitter.PreTokenize(text))
        {
            if (length < longPiece || !_merger.Value.TryEncode(text.Substring(offset, length), output))
            {
                output.AddRange(library.EncodeToIds(text.AsSpan(offset, length), considerPreTokenization: false, considerNormalization: false));
            }
        }
    }
}
