namespace SpeculativeDecoding.Embedded;

/// <summary>A weight matrix [outputs, inputs], row-major.</summary>
internal sealed class Matrix : IDisposable
{
    public Matrix(int outputs, int inputs, params ReadOnlySpan<float[]> parts)
    {
        (Outputs, Inputs) = (outputs, inputs);
        Buffer = new FloatBuffer(outputs * inputs);
        var target = Buffer.Span;
        foreach (var part in parts)
        {
            part.CopyTo(target);
            target = target[part.Length..];
        }

        if (target.Length > 0)
        {
            throw new ArgumentException("The parts do not fill the matrix.", nameof(parts));
        }
    }

    public int Outputs { get; }

    public int Inputs { get; }

    public FloatBuffer Buffer { get; }

    public unsafe ReadOnlySpan<float> Row(int output) => new(Buffer.Pointer + ((long)output * Inputs), Inputs);

    public void Dispose() => Buffer.Dispose();
}
