namespace SpeculativeDecoding;

/// <summary>
/// Whether the texts of an answer's frames repeat what came before or are pieces of it. Servers that tell leave no doubt. For
/// others the frames decide: until one of them does, they are read as repetitions, as most releases send them, and kept as pieces.
/// </summary>
internal sealed class FrameKind(bool? isCumulative)
{
    // Pieces that each begin with all of the one before, so often or for so long, do not happen.
    private const int EnoughExtensions = 3;
    private const int EnoughBytes = 16;
    private Utf8Buffer? _pieces = isCumulative is null ? new Utf8Buffer() : null;
    private bool _isGuess;
    private int _nested;
    private int _extensions;

    /// <summary>Null as long as no frame has shown it.</summary>
    public bool? IsCumulative { get; private set; } = isCumulative;

    /// <summary>How the frames were read without certainty, as a sentence; null where there was none needed.</summary>
    public string? Guess => IsCumulative is null && _nested > 0
        ? "The server does not tell whether its frames repeat earlier text or continue it, and they do not show it: they were read as repeating it."
        : _isGuess ? "The server does not tell whether its frames repeat earlier text or continue it: they were read as continuing it." : null;

    /// <summary>Takes the text of a frame into account.</summary>
    public void Weigh(ReadOnlySpan<byte> json, ReadOnlySpan<byte> sent, bool? idsAreCumulative, bool isLast)
    {
        if (IsCumulative is not null)
        {
            return;
        }

        _pieces!.AppendUnescaped(json);
        if (!sent.IsEmpty)
        {
            IsCumulative = Decide(json, sent, idsAreCumulative, isLast);
            _pieces = IsCumulative == true ? null : _pieces;
        }
    }

    /// <summary>All that came, one piece behind the other.</summary>
    public Utf8Buffer TakePieces()
    {
        var pieces = _pieces!;
        _pieces = null;
        return pieces;
    }

    private bool? Decide(ReadOnlySpan<byte> json, ReadOnlySpan<byte> sent, bool? idsAreCumulative, bool isLast)
    {
        if (idsAreCumulative == true)
        {
            // No release repeats the ids and not the text.
            return true;
        }

        if (json.StartsWith(sent))
        {
            _nested++;
            _extensions += json.Length > sent.Length ? 1 : 0;
            return _extensions >= EnoughExtensions || (json.Length > sent.Length && sent.Length >= EnoughBytes) ? true : null;
        }

        if (sent.StartsWith(json))
        {
            // Either a stop string was trimmed, or the last token had no text.
            return isLast && !(json.IsEmpty && idsAreCumulative == false);
        }

        if (idsAreCumulative == false)
        {
            return false;
        }

        // Without ids text may also have been changed, which leaves its beginning.
        _isGuess = json[0] != sent[0];
        return !_isGuess;
    }
}
