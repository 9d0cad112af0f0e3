using System.Text;

namespace SpeculativeDecoding;

/// <summary>The ids of byte strings, given as characters, one for each byte.</summary>
internal sealed class TokenIds
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly int[] _bytes = new int[256];

    /// <exception cref="FormatException">A byte that text can have is no token: what needs it would be lost.</exception>
    public TokenIds(IReadOnlyDictionary<int, byte[]> tokens)
    {
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        foreach (var (id, bytes) in tokens)
        {
            ids[Encoding.Latin1.GetString(bytes)] = id;
        }

        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var value = 0; value < _bytes.Length; value++)
        {
            _bytes[value] = Find([(char)value]) ?? (IsInText(value) ? throw new FormatException(FormattableString.Invariant($"the vocabulary lacks the byte 0x{value:X2}, so that text would be lost")) : -1);
        }
    }

    public int? Find(ReadOnlySpan<char> bytes) => _ids.TryGetValue(bytes, out var id) ? id : null;

    public int OfByte(char value) => _bytes[value];

    /// <summary>Whether UTF-8 uses a byte.</summary>
    private static bool IsInText(int value) => value is <= 0xBF or (>= 0xC2 and <= 0xF4);
}
