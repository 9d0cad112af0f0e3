using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// A weight matrix laid out for multiplying: groups of 64 outputs, in each the weights of two inputs beside one another,
/// so that a vector of weights belongs to as many outputs, needs no sum across its lanes, and the whole is read from
/// front to back. What is missing to whole groups and pairs is zero. Weights that are bfloat16 numbers, all of them,
/// stay so.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    /// <summary>Outputs that are computed together: four vectors of 16.</summary>
    public const int GroupWidth = 64;

    private const int VectorWidth = 16;
    private readonly FloatBuffer _buffer;
    private readonly int _groupFloats;

    /// <param name="outputs">Rows of the parts together.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="parts">Row-major matrices, one below the other.</param>
    public PackedMatrix(int outputs, int inputs, params ReadOnlySpan<float[]> parts)
    {
        (Outputs, Inputs) = (outputs, inputs);
        Groups = (outputs + GroupWidth - 1) / GroupWidth;
        IsBrain = true;
        foreach (var part in parts)
        {
            IsBrain &= AreBrain(part);
        }

        _groupFloats = (inputs + 1) / 2 * (IsBrain ? GroupWidth : 2 * GroupWidth);
        _buffer = new FloatBuffer((long)Groups * _groupFloats);
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

    public int Groups { get; }

    /// <summary>Whether the groups hold <see cref="BrainWeights"/>; if not, <see cref="SingleWeights"/>.</summary>
    public bool IsBrain { get; }

    /// <summary>The weights of 64 outputs: for each pair of inputs, the weights of the first 16 outputs, of the next 16, and so forth.</summary>
    public byte* Group(int group) => (byte*)(_buffer.Pointer + ((long)group * _groupFloats));

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
        var (vector, lane) = Math.DivRem(output % GroupWidth, VectorWidth);
        var target = (uint*)Group(output / GroupWidth);
        for (var i = 0; i < row.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(row[i]);
            var pair = ((i / 2) * (GroupWidth / VectorWidth)) + vector;
            if (IsBrain)
            {
                target[(pair * VectorWidth) + lane] |= (i & 1) == 0 ? bits >> 16 : bits;
            }
            else
            {
                target[(((2 * pair) + (i & 1)) * VectorWidth) + lane] = bits;
            }
        }
    }
}
