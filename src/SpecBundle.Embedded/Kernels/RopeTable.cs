namespace SpeculativeDecoding.Embedded;

/// <summary>Cosines and sines of every position a request may reach.</summary>
internal sealed class RopeTable
{
    private readonly float[] _cosines;
    private readonly float[] _sines;
    private readonly int _half;

    public RopeTable(RopeConfiguration configuration, int headSize, int positions)
    {
        _half = headSize / 2;
        _cosines = new float[positions * _half];
        _sines = new float[positions * _half];
        var frequencies = configuration.Frequencies(headSize);
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < _half; i++)
            {
                // In single precision, as the reference implementations compute the angle.
                var angle = position * frequencies[i];
                _cosines[(position * _half) + i] = MathF.Cos(angle);
                _sines[(position * _half) + i] = MathF.Sin(angle);
            }
        }
    }

    public ReadOnlySpan<float> Cosines(int position) => _cosines.AsSpan(position * _half, _half);

    public ReadOnlySpan<float> Sines(int position) => _sines.AsSpan(position * _half, _half);
}
