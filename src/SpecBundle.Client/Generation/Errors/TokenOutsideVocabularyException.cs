namespace SpeculativeDecoding;

/// <summary>A token id that the target does not have. It was not sent, since one such id kills a server with every request on it.</summary>
public sealed class TokenOutsideVocabularyException : GenerateException
{
    internal TokenOutsideVocabularyException(int tokenId, string where, int? vocabularySize)
        : base(
            FormattableString.Invariant($"The token id {tokenId} in {where} is outside the vocabulary{(vocabularySize is { } size ? FormattableString.Invariant($" of {size} tokens") : "")}. The request was not sent."),
            "Tokenise with the tokenizer of the target that the server runs.")
    {
        TokenId = tokenId;
        VocabularySize = vocabularySize;
    }

    /// <summary>The first id that is outside.</summary>
    public int TokenId { get; }

    /// <summary>The size of the vocabulary; null where it is not known and the id is negative.</summary>
    public int? VocabularySize { get; }
}
