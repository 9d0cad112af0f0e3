namespace SpeculativeDecoding;

/// <summary>tiktoken's rule: whatever is in the vocabulary merges, the lowest id first.</summary>
internal sealed class RankMerges(IReadOnlyDictionary<int, byte[]> tokens) : IMergeRule
{
    private readonly TokenIds _ids = new(tokens);

    public int? WholePiece(ReadOnlySpan<char> bytes) => _ids.Find(bytes);

    public int ByteToken(char value) => _ids.OfByte(value);

    public (int Rank, int Token)? Merge(ReadOnlySpan<char> bytes, int left, int right) => _ids.Find(bytes) is { } id ? (id, id) : null;
}
