namespace SpeculativeDecoding.Embedded;

/// <summary>Keys and values of one attention layer, [heads, slots, head size] each: what a head reads lies together.</summary>
internal sealed unsafe class KeyValueStore(int slots, int heads, int headSize) : IDisposable
{
    private readonly FloatBuffer _keys = new((long)heads * slots * headSize);
    private readonly FloatBuffer _values = new((long)heads * slots * headSize);

    /// <summary>[slots, head size].</summary>
    public float* Keys(int head) => _keys.Pointer + ((long)head * slots * headSize);

    /// <summary>[slots, head size].</summary>
    public float* Values(int head) => _values.Pointer + ((long)head * slots * headSize);

    /// <summary>Writes a slot.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="keysAndValues">The keys of all heads, then their values.</param>
    public void Write(int slot, float* keysAndValues)
    {
        for (var head = 0; head < heads; head++)
        {
            Copy(keysAndValues + (head * headSize), Keys(head) + ((long)slot * headSize));
            Copy(keysAndValues + ((heads + head) * headSize), Values(head) + ((long)slot * headSize));
        }
    }

    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }

    private void Copy(float* source, float* target) => new ReadOnlySpan<float>(source, headSize).CopyTo(new Span<float>(target, headSize));
}
