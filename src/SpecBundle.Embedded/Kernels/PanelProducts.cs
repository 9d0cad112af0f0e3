using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Rows times panels of weights. Every output is one chain of fused multiply-adds over the inputs in their order,
/// whatever the number of rows computed together and the width of the vectors: a verify step over many rows gives bit
/// for bit what one-row decoding gives.
/// </summary>
internal static unsafe class PanelProducts
{
    private const int Width = PackedMatrix.PanelWidth;

    /// <summary>outputs[r, o] = rows[r] . weights[o], for the outputs of the panels from <paramref name="first"/> on.</summary>
    public static void Multiply(float* rows, int rowCount, PackedMatrix weights, int first, int count, float* outputs)
    {
        if (weights.IsBrain)
        {
            Multiply<BrainWeights>(rows, rowCount, weights, first, count, outputs);
        }
        else
        {
            Multiply<SingleWeights>(rows, rowCount, weights, first, count, outputs);
        }
    }

    /// <summary>One whole panel, on any processor.</summary>
    public static void MultiplyPanel<TWeights>(float* rows, int rowCount, PackedMatrix weights, int panel, float* outputs)
        where TWeights : struct, IPanelWeights
    {
        var inputs = weights.Inputs;
        var stride = weights.Outputs;
        var target = outputs + ((long)panel * Width);
        for (var row = 0; row < rowCount; row++)
        {
            OneRow<TWeights>(rows + ((long)row * inputs), inputs, weights.Panel(panel), target + ((long)row * stride));
        }
    }

    private static void Multiply<TWeights>(float* rows, int rowCount, PackedMatrix weights, int first, int count, float* outputs)
        where TWeights : struct, IPanelWeights
    {
        var whole = Math.Min(first + count, weights.Outputs / Width);
        if (Vector512.IsHardwareAccelerated)
        {
            PanelProducts512.Multiply<TWeights>(rows, rowCount, weights, first, whole, outputs);
        }
        else
        {
            for (var panel = first; panel < whole; panel++)
            {
                MultiplyPanel<TWeights>(rows, rowCount, weights, panel, outputs);
            }
        }

        if (whole < first + count)
        {
            MultiplyLastPanel<TWeights>(rows, rowCount, weights, outputs);
        }
    }

    /// <summary>The last panel where it has fewer outputs than its width.</summary>
    private static void MultiplyLastPanel<TWeights>(float* rows, int rowCount, PackedMatrix weights, float* outputs)
        where TWeights : struct, IPanelWeights
    {
        var panel = weights.Panels - 1;
        var used = weights.Outputs - (panel * Width);
        var values = stackalloc float[Width];
        for (var row = 0; row < rowCount; row++)
        {
            OneRow<TWeights>(rows + ((long)row * weights.Inputs), weights.Inputs, weights.Panel(panel), values);
            new ReadOnlySpan<float>(values, used).CopyTo(new Span<float>(outputs + ((long)row * weights.Outputs) + (panel * Width), used));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TWeights>(float* x, int inputs, byte* w, float* y)
        where TWeights : struct, IPanelWeights
    {
        Vector256<float> low = default, high = default;
        var i = 0;
        for (; i + 2 <= inputs; i += 2, w += TWeights.PairBytes)
        {
            var u = Vector256.Create(x[i]);
            low = Vector256.FusedMultiplyAdd(u, TWeights.Even(w, 0), low);
            high = Vector256.FusedMultiplyAdd(u, TWeights.Even(w, 1), high);
            u = Vector256.Create(x[i + 1]);
            low = Vector256.FusedMultiplyAdd(u, TWeights.Odd(w, 0), low);
            high = Vector256.FusedMultiplyAdd(u, TWeights.Odd(w, 1), high);
        }

        if (i < inputs)
        {
            var u = Vector256.Create(x[i]);
            low = Vector256.FusedMultiplyAdd(u, TWeights.Even(w, 0), low);
            high = Vector256.FusedMultiplyAdd(u, TWeights.Even(w, 1), high);
        }

        low.Store(y);
        high.Store(y + 8);
    }
}
