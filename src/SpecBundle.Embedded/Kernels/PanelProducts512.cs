using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>The products of <see cref="PanelProducts"/> where vectors are 512 bits wide: four panels at a time, to hide the latency of the additions.</summary>
internal static unsafe class PanelProducts512
{
    private const int Width = PackedMatrix.PanelWidth;
    private const int Together = 4;

    /// <summary>The whole panels from <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
    public static void Multiply(float* rows, int rowCount, PackedMatrix weights, int first, int end, float* outputs)
    {
        var inputs = weights.Inputs;
        var stride = weights.Outputs;
        var panel = first;
        for (; panel + Together <= end; panel += Together)
        {
            var w = weights.Panel(panel);
            var y = outputs + ((long)panel * Width);
            var row = 0;
            for (; row + 4 <= rowCount; row += 4)
            {
                FourRows(rows + ((long)row * inputs), inputs, w, y + ((long)row * stride), stride);
            }

            if (row + 2 <= rowCount)
            {
                TwoRows(rows + ((long)row * inputs), inputs, w, y + ((long)row * stride), stride);
                row += 2;
            }

            if (row < rowCount)
            {
                OneRow(rows + ((long)row * inputs), inputs, w, y + ((long)row * stride));
            }
        }

        for (; panel < end; panel++)
        {
            PanelProducts.MultiplyPanel(rows, rowCount, weights, panel, outputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(float* x, int inputs, float* w, float* y)
    {
        var panel = (long)inputs * Width;
        float* w1 = w + panel, w2 = w1 + panel, w3 = w2 + panel;
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < inputs; i++)
        {
            var u = Vector512.Create(x[i]);
            var at = i * Width;
            a = Vector512.FusedMultiplyAdd(u, Vector512.Load(w + at), a);
            b = Vector512.FusedMultiplyAdd(u, Vector512.Load(w1 + at), b);
            c = Vector512.FusedMultiplyAdd(u, Vector512.Load(w2 + at), c);
            d = Vector512.FusedMultiplyAdd(u, Vector512.Load(w3 + at), d);
        }

        Store(y, a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows(float* x, int inputs, float* w, float* y, int stride)
    {
        var panel = (long)inputs * Width;
        float* w1 = w + panel, w2 = w1 + panel, w3 = w2 + panel, x1 = x + inputs;
        Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
        for (var i = 0; i < inputs; i++)
        {
            var at = i * Width;
            var a = Vector512.Load(w + at);
            var b = Vector512.Load(w1 + at);
            var c = Vector512.Load(w2 + at);
            var d = Vector512.Load(w3 + at);
            var u = Vector512.Create(x[i]);
            a0 = Vector512.FusedMultiplyAdd(u, a, a0);
            b0 = Vector512.FusedMultiplyAdd(u, b, b0);
            c0 = Vector512.FusedMultiplyAdd(u, c, c0);
            d0 = Vector512.FusedMultiplyAdd(u, d, d0);
            u = Vector512.Create(x1[i]);
            a1 = Vector512.FusedMultiplyAdd(u, a, a1);
            b1 = Vector512.FusedMultiplyAdd(u, b, b1);
            c1 = Vector512.FusedMultiplyAdd(u, c, c1);
            d1 = Vector512.FusedMultiplyAdd(u, d, d1);
        }

        Store(y, a0, b0, c0, d0);
        Store(y + stride, a1, b1, c1, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(float* x, int inputs, float* w, float* y, int stride)
    {
        var panel = (long)inputs * Width;
        float* w1 = w + panel, w2 = w1 + panel, w3 = w2 + panel, x1 = x + inputs, x2 = x1 + inputs, x3 = x2 + inputs;
        Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
        Vector512<float> a2 = default, b2 = default, c2 = default, d2 = default, a3 = default, b3 = default, c3 = default, d3 = default;
        for (var i = 0; i < inputs; i++)
        {
            var at = i * Width;
            var a = Vector512.Load(w + at);
            var b = Vector512.Load(w1 + at);
            var c = Vector512.Load(w2 + at);
            var d = Vector512.Load(w3 + at);
            var u = Vector512.Create(x[i]);
            a0 = Vector512.FusedMultiplyAdd(u, a, a0);
            b0 = Vector512.FusedMultiplyAdd(u, b, b0);
            c0 = Vector512.FusedMultiplyAdd(u, c, c0);
            d0 = Vector512.FusedMultiplyAdd(u, d, d0);
            u = Vector512.Create(x1[i]);
            a1 = Vector512.FusedMultiplyAdd(u, a, a1);
            b1 = Vector512.FusedMultiplyAdd(u, b, b1);
            c1 = Vector512.FusedMultiplyAdd(u, c, c1);
            d1 = Vector512.FusedMultiplyAdd(u, d, d1);
            u = Vector512.Create(x2[i]);
            a2 = Vector512.FusedMultiplyAdd(u, a, a2);
            b2 = Vector512.FusedMultiplyAdd(u, b, b2);
            c2 = Vector512.FusedMultiplyAdd(u, c, c2);
            d2 = Vector512.FusedMultiplyAdd(u, d, d2);
            u = Vector512.Create(x3[i]);
            a3 = Vector512.FusedMultiplyAdd(u, a, a3);
            b3 = Vector512.FusedMultiplyAdd(u, b, b3);
            c3 = Vector512.FusedMultiplyAdd(u, c, c3);
            d3 = Vector512.FusedMultiplyAdd(u, d, d3);
        }

        Store(y, a0, b0, c0, d0);
        Store(y + stride, a1, b1, c1, d1);
        Store(y + (2L * stride), a2, b2, c2, d2);
        Store(y + (3L * stride), a3, b3, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* y, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        a.Store(y);
        b.Store(y + Width);
        c.Store(y + (2 * Width));
        d.Store(y + (3 * Width));
    }
}
