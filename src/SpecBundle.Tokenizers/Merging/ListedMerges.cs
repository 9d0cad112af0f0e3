namespace SpeculativeDecoding;

/// <summary>The rule of a list of merges: the first of the list first.</summary>
internal sealed class ListedMerges : IMergeRule
{
    private readonly Dictionary<(int Left, int Right), (int Rank, int Token)> _merges = [];
    private readonly int?[] _bytes = new int?[256];

    public ListedMerges(IReadOnlyDictionary<int, byte[]> tokens, IReadOnlyList<string> merges)
    {
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        foreach (var (id, bytes) in tokens)
        {
            ids[ByteLevelAlphabet.Encode(bytes)] = id;
            if (bytes.Length == 1)
            {
                _bytes[bytes[0]] = id;
            }
        }

        for (var rank = 0; rank < merges.Count; rank++)
        {
            var space = merges[rank].IndexOf(' ', StringComparison.Ordinal);
            var (left, right) = (merges[rank][..space], merges[rank][(space + 1)..]);
            if (ids.TryGetValue(left, out var leftId) && ids.TryGetValue(right, out var rightId) && ids.TryGetValue(left + right, out var token))
            {
                _merges.TryAdd((leftId, rightId), (rank, token));
            }
        }
    }

    public int? WholePiece(ReadOnlySpan<char> bytes) => null;

    public int? ByteToken(char value) => _bytes[value];

    public (int Rank, int Token)? Merge(ReadOnlySpan<char> bytes, int left, int right) => _merges.TryGetValue((left, right), out var merge) ? merge : null;
}
