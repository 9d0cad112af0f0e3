namespace SpeculativeDecoding.Embedded;

/// <summary>The slots of the KV cache that nothing uses.</summary>
internal sealed class SlotPool
{
    private readonly Stack<int> _free;

    public SlotPool(int slots)
    {
        Total = slots;
        _free = new Stack<int>(slots);
        for (var slot = slots - 1; slot >= 0; slot--)
        {
            _free.Push(slot);
        }
    }

    public int Total { get; }

    public int Free => _free.Count;

    public int Take() => _free.Pop();

    public void Return(int slot) => _free.Push(slot);
}
