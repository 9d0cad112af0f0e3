using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// What one frame brought, new things only. It is a view over the answer that its request collects: 16 bytes, and nothing
/// is allocated until <see cref="Text"/> is asked for. It stays valid when the stream has gone on or ended.
/// </summary>
public readonly struct GenerateChunk
{
    private readonly AnswerLog? _log;
    private readonly int _index;

    internal GenerateChunk(AnswerLog log, int index) => (_log, _index) = (log, index);

    /// <summary>A chunk that stands by itself, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="text">The new text.</param>
    /// <param name="tokenIds">The new token ids; they count as its new tokens. Without them a text that is not empty counts as one token.</param>
    /// <param name="elapsed">Time since the request was sent.</param>
    /// <param name="result">The finished answer, in the last chunk only.</param>
    public GenerateChunk(string text, IReadOnlyList<int>? tokenIds = null, TimeSpan elapsed = default, GenerateResult? result = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        _log = new AnswerLog();
        _log.Text.Append(Encoding.UTF8.GetBytes(text));
        _log.Ids.AddRange(tokenIds ?? []);
        _log.Add(elapsed, tokenIds?.Count ?? (text.Length > 0 ? 1 : 0));
        _log.Result = result;
    }

    /// <summary>The new text; empty while the server holds text back (half a character, the start of a stop string). Decoded anew each time it is asked for.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8Text);

    /// <summary>The new text in UTF-8, as it lies in the answer: nothing is copied.</summary>
    public ReadOnlySpan<byte> Utf8Text => _log is null ? default : _log.TextOf(_index);

    /// <summary>The new token ids; empty when the server sends none.</summary>
    public ReadOnlySpan<int> OutputIds => _log is null ? default : _log.IdsOf(_index);

    /// <summary>How many tokens are new, by the server's own count.</summary>
    public int NewTokens => _log?.TokensOf(_index) ?? 0;

    /// <summary>All tokens of the answer so far, this chunk's included.</summary>
    public int CompletionTokens => _log?[_index].Tokens ?? 0;

    /// <summary>Time since the request was sent, taken when the bytes were read and before they were parsed.</summary>
    public TimeSpan Elapsed => _log?[_index].Elapsed ?? TimeSpan.Zero;

    /// <summary>The finished answer, in the last chunk only; null in every other.</summary>
    public GenerateResult? Result => _log is not null && _index == _log.Count - 1 ? _log.Result : null;

    /// <summary>The new text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
