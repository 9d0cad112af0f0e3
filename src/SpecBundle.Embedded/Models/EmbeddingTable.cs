namespace SpeculativeDecoding.Embedded;

/// <summary>The embedding of each token, [vocabulary, hidden size].</summary>
internal sealed unsafe class EmbeddingTable : IDisposable
{
    private readonly FloatBuffer _rows;
    private readonly int _size;

    public EmbeddingTable(float[] rows, int size)
    {
        _size = size;
        _rows = new FloatBuffer(rows.Length);
        rows.CopyTo(_rows.Slice(0, rows.Length));
    }

    public float* Row(int token) => _rows.Pointer + ((long)token * _size);

    public void CopyTo(int token, float* target) => new ReadOnlySpan<float>(Row(token), _size).CopyTo(new Span<float>(target, _size));

    public void Dispose() => _rows.Dispose();
}
