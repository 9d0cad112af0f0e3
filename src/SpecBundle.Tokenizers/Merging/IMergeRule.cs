namespace SpeculativeDecoding;

/// <summary>Which neighbors merge, and which of them first. Bytes are given as characters, one for each.</summary>
internal interface IMergeRule
{
    /// <summary>The token that a whole piece is, before anything merges; null where it is none or the rule does not look.</summary>
    int? WholePiece(ReadOnlySpan<char> bytes);

    /// <summary>The token of one byte.</summary>
    int ByteToken(char value);

    /// <summary>The merge of two neighbors.</summary>
    /// <param name="bytes">What both stand for.</param>
    /// <param name="left">The left token.</param>
    /// <param name="right">The right token.</param>
    /// <returns>Its rank, the lowest first, and the token that it makes; null where they do not merge.</returns>
    (int Rank, int Token)? Merge(ReadOnlySpan<char> bytes, int left, int right);
}
