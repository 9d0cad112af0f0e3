namespace SpeculativeDecoding;

/// <summary>The rule of a list of merges: the first of the list first.</summary>
internal sealed class ListedMerges : IMergeRule
{
    private readonly Dictionary<long, (int Rank, int Token)> _merges;
    private readonly TokenIds _ids;
    private readonly bool _wholePiecesFirst;

    /// <exception cref="FormatException">A merge is of what is no token.</exception>
    public ListedMerges(IReadOnlyDictionary<int, byte[]> tokens, IReadOnlyList<(string Left, string Right)> merges, bool wholePiecesFirst)
    {
        _ids = new TokenIds(tokens);
        _wholePiecesFirst = wholePiecesFirst;
        _merges = new Dictionary<long, (int Rank, int Token)>(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = (BytesOf(merges[rank].Left), BytesOf(merges[rank].Right));

            // Of two that are alike the last counts, as in the reference.
            _merges[Pair(IdOf(left), IdOf(right))] = (rank, IdOf(left + right));
        }
    }

    public int? WholePiece(ReadOnlySpan<char> bytes) => _wholePiecesFirst ? _ids.Find(bytes) : null;

    public int ByteToken(char value) => _ids.OfByte(value);

    public (int Rank, int Token)? Merge(ReadOnlySpan<char> bytes, int left, int right) => _merges.TryGetValue(Pair(left, right), out var merge) ? merge : null;

    private static long Pair(int left, int right) => ((long)left << 32) | (uint)right;

    private int IdOf(string bytes) => _ids.Find(bytes) ?? throw new FormatException($"its merges need a token \"{ByteLevelAlphabet.Written(bytes)}\" that its vocabulary lacks");

    private static string BytesOf(string written) =>
        ByteLevelAlphabet.BytesOf(written) is { } bytes ? System.Text.Encoding.Latin1.GetString(bytes) : throw new FormatException($"its merges need a token \"{written}\", which is not written in the byte alphabet");
}
