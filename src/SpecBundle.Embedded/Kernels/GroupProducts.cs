using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Rows times groups of weights. Every output is one chain of fused multiply-adds over the inputs in their order,
/// whatever the number of rows computed together and the width of the vectors: a verify step over many rows gives bit
/// for bit what one-row decoding gives.
/// </summary>
internal static unsafe class GroupProducts
{
    private const int Width = PackedMatrix.GroupWidth;
    private const int RowsTogether = 4;

    /// <summary>outputs[r, o] = rows[r] . weights[o], for the outputs of some groups.</summary>
    public static void Multiply(float* rows, int rowCount, PackedMatrix weights, int first, int count, float* outputs)
    {
        for (var group = first; group < first + count; group++)
        {
            var used = Math.Min(Width, weights.Outputs - (group * Width));
            var target = outputs + ((long)group * Width);
            if (used == Width)
            {
                Multiply(rows, rowCount, weights, group, target, weights.Outputs);
            }
            else
            {
                MultiplyPart(rows, rowCount, weights, group, used, target);
            }
        }
    }

    /// <summary>A whole group, on any processor.</summary>
    public static void MultiplyPortable<TWeights>(float* rows, int rowCount, int inputs, byte* group, float* outputs, int stride)
        where TWeights : struct, IPackedWeights
    {
        for (var row = 0; row < rowCount; row++)
        {
            for (var vector = 0; vector < 4; vector++)
            {
                OneRow<TWeights>(rows + ((long)row * inputs), inputs, group + (vector * TWeights.PairBytes), outputs + ((long)row * stride) + (vector * 16));
            }
        }
    }

    private static void Multiply(float* rows, int rowCount, PackedMatrix weights, int group, float* outputs, int stride)
    {
        switch (Vector512.IsHardwareAccelerated, weights.IsBrain)
        {
            case (true, true):
                GroupProducts512.Multiply<BrainWeights>(rows, rowCount, weights.Inputs, weights.Group(group), outputs, stride);
                break;
            case (true, false):
                GroupProducts512.Multiply<SingleWeights>(rows, rowCount, weights.Inputs, weights.Group(group), outputs, stride);
                break;
            case (false, true):
                MultiplyPortable<BrainWeights>(rows, rowCount, weights.Inputs, weights.Group(group), outputs, stride);
                break;
            default:
                MultiplyPortable<SingleWeights>(rows, rowCount, weights.Inputs, weights.Group(group), outputs, stride);
                break;
        }
    }

    /// <summary>The last group where it has fewer outputs than its width.</summary>
    private static void MultiplyPart(float* rows, int rowCount, PackedMatrix weights, int group, int used, float* outputs)
    {
        var values = stackalloc float[RowsTogether * Width];
        for (var row = 0; row < rowCount; row += RowsTogether)
        {
            var together = Math.Min(RowsTogether, rowCount - row);
            Multiply(rows + ((long)row * weights.Inputs), together, weights, group, values, Width);
            for (var i = 0; i < together; i++)
            {
                new ReadOnlySpan<float>(values + (i * Width), used).CopyTo(new Span<float>(outputs + ((long)(row + i) * weights.Outputs), used));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TWeights>(float* x, int inputs, byte* w, float* y)
        where TWeights : struct, IPackedWeights
    {
        Vector256<float> low = default, high = default;
        for (var i = 0; i < inputs; i += 2, w += 4 * TWeights.PairBytes)
        {
            var u = Vector256.Create(x[i]);
            low = Vector256.FusedMultiplyAdd(u, TWeights.Even(w, 0), low);
            high = Vector256.FusedMultiplyAdd(u, TWeights.Even(w, 1), high);
            if (i + 1 < inputs)
            {
                u = Vector256.Create(x[i + 1]);
                low = Vector256.FusedMultiplyAdd(u, TWeights.Odd(w, 0), low);
                high = Vector256.FusedMultiplyAdd(u, TWeights.Odd(w, 1), high);
            }
        }

        low.Store(y);
        high.Store(y + 8);
    }
}
