using System.Text;

namespace SpeculativeDecoding;

/// <summary>tiktoken's rule: whatever is in the vocabulary merges, the lowest id first.</summary>
internal sealed class RankMerges : IMergeRule
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;

    public RankMerges(IReadOnlyDictionary<int, byte[]> tokens)
    {
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        foreach (var (id, bytes) in tokens)
        {
            ids[Encoding.Latin1.GetString(bytes)] = id;
        }

        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int? WholePiece(ReadOnlySpan<char> bytes) => Find(bytes);

    public int? ByteToken(char value) => Find([value]);

    public (int Rank, int Token)? Merge(ReadOnlySpan<char> bytes, int left, int right) => Find(bytes) is { } id ? (id, id) : null;

    private int? Find(ReadOnlySpan<char> bytes) => _ids.TryGetValue(bytes, out var id) ? id : null;
}
