using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// A weight matrix laid out for multiplying: panels of 16 outputs, in each the weights of one input beside one another,
/// so that a vector of weights belongs to as many outputs and needs no sum across its lanes. The last panel is filled
/// up with zeros.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    /// <summary>Outputs in a panel: the floats of a cache line, and of the widest vector.</summary>
    public const int PanelWidth = 16;

    private readonly FloatBuffer _buffer;

    /// <param name="outputs">Rows of the parts together.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="parts">Row-major matrices, one below the other.</param>
    public PackedMatrix(int outputs, int inputs, params ReadOnlySpan<float[]> parts)
    {
        (Outputs, Inputs) = (outputs, inputs);
        Panels = (outputs + PanelWidth - 1) / PanelWidth;
        _buffer = new FloatBuffer((long)Panels * PanelWidth * inputs);
        var output = 0;
        foreach (var part in parts)
        {
            for (var row = 0; row < part.Length / inputs; row++, output++)
            {
                Scatter(part.AsSpan(row * inputs, inputs), Panel(output / PanelWidth) + (output % PanelWidth));
            }
        }

        if (output != outputs)
        {
            throw new ArgumentException("The parts do not fill the matrix.", nameof(parts));
        }
    }

    public int Outputs { get; }

    public int Inputs { get; }

    public int Panels { get; }

    /// <summary>The weights of 16 outputs, [inputs, 16].</summary>
    public float* Panel(int panel) => _buffer.Pointer + ((long)panel * PanelWidth * Inputs);

    public void Dispose() => _buffer.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(ReadOnlySpan<float> row, float* target)
    {
        for (var i = 0; i < row.Length; i++)
        {
            target[i * PanelWidth] = row[i];
        }
    }
}
