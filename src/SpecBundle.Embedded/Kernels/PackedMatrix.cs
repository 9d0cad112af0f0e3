using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// A weight matrix laid out for multiplying: panels of 16 outputs, in each the weights of one input beside one another,
/// so that a vector of weights belongs to as many outputs and needs no sum across its lanes. What is missing to whole
/// panels and pairs of inputs is zero. Weights that are bfloat16 numbers, all of them, stay so.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    /// <summary>Outputs in a panel: the floats of a cache line, and of the widest vector.</summary>
    public const int PanelWidth = 16;

    private readonly FloatBuffer _buffer;
    private readonly int _panelFloats;

    /// <param name="outputs">Rows of the parts together.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="parts">Row-major matrices, one below the other.</param>
    public PackedMatrix(int outputs, int inputs, params ReadOnlySpan<float[]> parts)
    {
        (Outputs, Inputs) = (outputs, inputs);
        Panels = (outputs + PanelWidth - 1) / PanelWidth;
        IsBrain = true;
        foreach (var part in parts)
        {
            IsBrain &= AreBrain(part);
        }

        _panelFloats = (inputs + 1) / 2 * (IsBrain ? PanelWidth : 2 * PanelWidth);
        _buffer = new FloatBuffer((long)Panels * _panelFloats);
        var output = 0;
        foreach (var part in parts)
        {
            for (var row = 0; row < part.Length / inputs; row++, output++)
            {
                Scatter(part.AsSpan(row * inputs, inputs), output);
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

    /// <summary>Whether the panels hold <see cref="BrainWeights"/>; if not, <see cref="SingleWeights"/>.</summary>
    public bool IsBrain { get; }

    /// <summary>The weights of 16 outputs.</summary>
    public byte* Panel(int panel) => (byte*)(_buffer.Pointer + ((long)panel * _panelFloats));

    public void Dispose() => _buffer.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreBrain(float[] values)
    {
        var lower = 0u;
        foreach (var value in values)
        {
            lower |= BitConverter.SingleToUInt32Bits(value);
        }

        return (lower & 0xFFFF) == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(ReadOnlySpan<float> row, int output)
    {
        var target = (uint*)Panel(output / PanelWidth) + (output % PanelWidth);
        for (var i = 0; i < row.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(row[i]);
            if (IsBrain)
            {
                target[i / 2 * PanelWidth] |= (i & 1) == 0 ? bits >> 16 : bits;
            }
            else
            {
                target[i * PanelWidth] = bits;
            }
        }
    }
}
