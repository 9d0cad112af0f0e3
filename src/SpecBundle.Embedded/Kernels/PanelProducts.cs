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

    /// <summary>outputs[r * stride + o] = rows[r * inputs] . weights of o, for the outputs of the panels from first to first + count - 1.</summary>
    public static void Multiply(float* rows, int rowCount, PackedMatrix weights, int first, int count, float* outputs)
    {
        var whole = Math.Min(first + count, weights.Outputs / Width);
        if (Vector512.IsHardwareAccelerated)
        {
            PanelProducts512.Multiply(rows, rowCount, weights, first, whole, outputs);
        }
        else
        {
            for (var panel = first; panel < whole; panel++)
            {
                MultiplyPanel(rows, rowCount, weights, panel, outputs);
            }
        }

        if (whole < first + count)
        {
            MultiplyLastPanel(rows, rowCount, weights, outputs);
        }
    }

    /// <summary>One whole panel, on any processor.</summary>
    public static void MultiplyPanel(float* rows, int rowCount, PackedMatrix weights, int panel, float* outputs)
    {
        var inputs = weights.Inputs;
        var stride = weights.Outputs;
        var target = outputs + ((long)panel * Width);
        var row = 0;
        for (; row + 4 <= rowCount; row += 4)
        {
            FourRows(rows + ((long)row * inputs), inputs, weights.Panel(panel), target + ((long)row * stride), stride);
        }

        for (; row < rowCount; row++)
        {
            OneRow(rows + ((long)row * inputs), inputs, weights.Panel(panel), target + ((long)row * stride));
        }
    }

    /// <summary>The last panel where it has fewer outputs than its width.</summary>
    private static void MultiplyLastPanel(float* rows, int rowCount, PackedMatrix weights, float* outputs)
    {
        var panel = weights.Panels - 1;
        var used = weights.Outputs - (panel * Width);
        var values = stackalloc float[Width];
        for (var row = 0; row < rowCount; row++)
        {
            OneRow(rows + ((long)row * weights.Inputs), weights.Inputs, weights.Panel(panel), values);
            new ReadOnlySpan<float>(values, used).CopyTo(new Span<float>(outputs + ((long)row * weights.Outputs) + (panel * Width), used));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* x, int inputs, float* w, float* y)
    {
        Vector256<float> low = default, high = default;
        for (var i = 0; i < inputs; i++, w += Width)
        {
            var u = Vector256.Create(x[i]);
            low = Vector256.FusedMultiplyAdd(u, Vector256.Load(w), low);
            high = Vector256.FusedMultiplyAdd(u, Vector256.Load(w + 8), high);
        }

        low.Store(y);
        high.Store(y + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* x, int inputs, float* w, float* y, int stride)
    {
        float* x1 = x + inputs, x2 = x1 + inputs, x3 = x2 + inputs;
        Vector256<float> low0 = default, low1 = default, low2 = default, low3 = default;
        Vector256<float> high0 = default, high1 = default, high2 = default, high3 = default;
        for (var i = 0; i < inputs; i++, w += Width)
        {
            var low = Vector256.Load(w);
            var high = Vector256.Load(w + 8);
            var u = Vector256.Create(x[i]);
            low0 = Vector256.FusedMultiplyAdd(u, low, low0);
            high0 = Vector256.FusedMultiplyAdd(u, high, high0);
            u = Vector256.Create(x1[i]);
            low1 = Vector256.FusedMultiplyAdd(u, low, low1);
            high1 = Vector256.FusedMultiplyAdd(u, high, high1);
            u = Vector256.Create(x2[i]);
            low2 = Vector256.FusedMultiplyAdd(u, low, low2);
            high2 = Vector256.FusedMultiplyAdd(u, high, high2);
            u = Vector256.Create(x3[i]);
            low3 = Vector256.FusedMultiplyAdd(u, low, low3);
            high3 = Vector256.FusedMultiplyAdd(u, high, high3);
        }

        low0.Store(y);
        high0.Store(y + 8);
        low1.Store(y + stride);
        high1.Store(y + stride + 8);
        low2.Store(y + (2L * stride));
        high2.Store(y + (2L * stride) + 8);
        low3.Store(y + (3L * stride));
        high3.Store(y + (3L * stride) + 8);
    }
}
