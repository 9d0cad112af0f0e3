namespace SpeculativeDecoding;

/// <summary>Finds added tokens as the reference does: most in the text as it stands, some in what normalization makes of the rest.</summary>
internal sealed class AddedTokens
{
    private readonly AddedTokenSplitter _asWritten;
    private readonly AddedTokenSplitter _normalized;
    private readonly bool _normalizes;

    public AddedTokens(IEnumerable<AddedToken> tokens, bool normalizes)
    {
        var all = tokens.ToList();
        _normalizes = normalizes;
        _asWritten = new AddedTokenSplitter(all.Where(token => !token.IsNormalized).Select(token => KeyValuePair.Create(token.Content, token.Id)));
        _normalized = new AddedTokenSplitter(all.Where(token => token.IsNormalized).Select(token => KeyValuePair.Create(Normalize(token.Content), token.Id)));
    }

    /// <summary>The ids of the tokens that are found, and the normalized text between them.</summary>
    public IEnumerable<TextPart> Cut(string text) =>
        _asWritten.Cut(text).SelectMany(part => part.Id is null ? _normalized.Cut(Normalize(part.Text)) : [part]);

    private string Normalize(string text) => _normalizes ? FormC.Normalize(text) : text;
}
