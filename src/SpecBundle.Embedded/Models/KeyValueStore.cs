namespace SpeculativeDecoding.Embedded;

/// <summary>Keys and values of one attention layer, [slots, key/value heads x head size] each.</summary>
internal sealed class KeyValueStore(int slots, int width) : IDisposable
{
    public int Width { get; } = width;

    public FloatBuffer Keys { get; } = new(slots * width);

    public FloatBuffer Values { get; } = new(slots * width);

    public void Dispose()
    {
        Keys.Dispose();
        Values.Dispose();
    }
}
