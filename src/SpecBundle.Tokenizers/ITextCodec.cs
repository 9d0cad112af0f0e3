namespace SpeculativeDecoding;

/// <summary>Text to tokens and back.</summary>
internal interface ITextCodec
{
    /// <param name="text">The text.</param>
    /// <param name="allowSpecial">Whether special tokens written out become their ids.</param>
    IReadOnlyList<int> Encode(string text, bool allowSpecial);

    int Count(string text, bool allowSpecial);

    /// <summary>The text of tokens; bytes that are no whole character become U+FFFD.</summary>
    string Decode(IEnumerable<int> ids);
}
