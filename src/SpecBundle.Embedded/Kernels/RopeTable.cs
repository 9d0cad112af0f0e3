namespace SpeculativeDecoding.Embedded;

/// <summary>Cosines and sines of every position a request may reach.</summary>
internal sealed unsafe class RopeTable : IDisposable
{
    private readonly FloatBuffer _cosines;
    private readonly FloatBuffer _sines;
    private readonly int _half;

    public RopeTable(RopeConfiguration configuration, int headSize, int positions)
    {
        _half = headSize / 2;
        _cosines = new FloatBuffer((long)positions * _half);
        _sines = new FloatBuffer((long)positions * _half);
        var frequencies = configuration.Frequencies(headSize);
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < _half; i++)
            {
                // In single precision, as the reference implementations compute the angle.
                var angle = position * frequencies[i];
                Cosines(position)[i] = MathF.Cos(angle);
                Sines(position)[i] = MathF.Sin(angle);
            }
        }
    }

    public float* Cosines(int position) => _cosines.Pointer + ((long)position * _half);

    public float* Sines(int position) => _sines.Pointer + ((long)position * _half);

    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
