namespace SpeculativeDecoding;

/// <summary>Which neighbours merge, and which of them first.</summary>
internal interface IMergeRule
{
    /// <summary>The token that a whole piece is, before anything merges; null where it is none or the rule does not look.</summary>
    int? WholePiece(ReadOnlySpan<char> bytes);

    /// <summary>The token of one byte; null where the vocabulary lacks it.</summary>
    int? ByteToken(char value);

    /// <summary>The merge of two neighbours.</summary>
    /// <param name="bytes">What both stand for, a character for each byte.</param>
    /// <param name="left">The left token.</param>
    /// <param name="right">The right token.</param>
    /// <returns>Its rank, the lowest first, and the token that it makes; null where they do not merge.</returns>
    (int Rank, int Token)? Merge(ReadOnlySpan<char> bytes, int left, int right);
}
