namespace SpeculativeDecoding.Embedded;

/// <summary>The weights of a root-mean-square norm.</summary>
internal sealed unsafe class NormWeights : IDisposable
{
    private readonly FloatBuffer _weights;
    private readonly float _epsilon;

    public NormWeights(float[] weights, float epsilon)
    {
        _epsilon = epsilon;
        _weights = new FloatBuffer(weights.Length);
        weights.CopyTo(_weights.Slice(0, weights.Length));
    }

    public int Length => (int)_weights.Length;

    public void Apply(float* source, float* target) => Elementwise.RmsNorm(source, _weights.Pointer, Length, _epsilon, target);

    /// <summary>Rows that lie beside one another, from one buffer to another.</summary>
    public void ApplyRows(FloatBuffer source, FloatBuffer target, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            Apply(source.Pointer + ((long)row * Length), target.Pointer + ((long)row * Length));
        }
    }

    public void Dispose() => _weights.Dispose();
}
