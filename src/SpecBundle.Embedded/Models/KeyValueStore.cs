namespace SpeculativeDecoding.Embedded;

/// <summary>Keys and values of one attention layer, [slots, key/value heads x head size] each.</summary>
internal sealed unsafe class KeyValueStore(int slots, int width) : IDisposable
{
    /// <summary>Floats of a slot.</summary>
    public int Width { get; } = width;

    public FloatBuffer Keys { get; } = new((long)slots * width);

    public FloatBuffer Values { get; } = new((long)slots * width);

    /// <summary>Writes a slot from keys and values that lie beside one another.</summary>
    public void Write(int slot, float* keysAndValues)
    {
        new ReadOnlySpan<float>(keysAndValues, Width).CopyTo(Keys.Slice((long)slot * Width, Width));
        new ReadOnlySpan<float>(keysAndValues + Width, Width).CopyTo(Values.Slice((long)slot * Width, Width));
    }

    public void Dispose()
    {
        Keys.Dispose();
        Values.Dispose();
    }
}
