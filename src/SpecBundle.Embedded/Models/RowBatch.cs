using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// The rows of one forward pass: tokens of any number of sequences. Each row has its position, the cache slot its
/// keys and values go to, and the slots it attends to, in position order, its own last.
/// </summary>
internal sealed unsafe class RowBatch(int capacity) : IDisposable
{
    private readonly int[] _keyStarts = new int[capacity];
    private readonly int[] _keyCounts = new int[capacity];
    private int* _keySlots = (int*)NativeMemory.Alloc(1024, sizeof(int));
    private int _keyCapacity = 1024;
    private int _keysUsed;

    public int Capacity => Tokens.Length;

    public int Count { get; private set; }

    /// <summary>The keys that all rows attend to, added up.</summary>
    public int KeyCount => _keysUsed;

    public int[] Tokens { get; } = new int[capacity];

    public int[] Positions { get; } = new int[capacity];

    public int[] Slots { get; } = new int[capacity];

    public void Clear() => (Count, _keysUsed) = (0, 0);

    /// <summary>Adds a row that attends to <paramref name="prefix"/>, then to <paramref name="path"/>, then to itself.</summary>
    public int Add(int token, int position, int slot, ReadOnlySpan<int> prefix, ReadOnlySpan<int> path)
    {
        var keys = prefix.Length + path.Length + 1;
        Reserve(_keysUsed + keys);
        var target = new Span<int>(_keySlots + _keysUsed, keys);
        prefix.CopyTo(target);
        path.CopyTo(target[prefix.Length..]);
        target[^1] = slot;
        var row = Count++;
        (Tokens[row], Positions[row], Slots[row], _keyStarts[row], _keyCounts[row]) = (token, position, slot, _keysUsed, keys);
        _keysUsed += keys;
        return row;
    }

    public int* KeySlots(int row, out int count)
    {
        count = _keyCounts[row];
        return _keySlots + _keyStarts[row];
    }

    public void Dispose()
    {
        NativeMemory.Free(_keySlots);
        _keySlots = null;
    }

    private void Reserve(int keys)
    {
        if (keys > _keyCapacity)
        {
            _keyCapacity = Math.Max(keys, 2 * _keyCapacity);
            _keySlots = (int*)NativeMemory.Realloc(_keySlots, (nuint)_keyCapacity * sizeof(int));
        }
    }
}
