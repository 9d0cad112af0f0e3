using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>The products of <see cref="PanelProducts"/> where vectors are 512 bits wide: four panels at a time, to hide the latency of the additions.</summary>
internal static unsafe class PanelProducts512
{
    private const int Width = PackedMatrix.PanelWidth;
    private const int Together = 4;

    /// <summary>The whole panels from <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
    public static void Multiply<TWeights>(float* rows, int rowCount, PackedMatrix weights, int first, int end, float* outputs)
        where TWeights : struct, IPanelWeights
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
                FourRows<TWeights>(rows + ((long)row * inputs), inputs, w, y + ((long)row * stride), stride);
            }

            if (row + 2 <= rowCount)
            {
                TwoRows<TWeights>(rows + ((long)row * inputs), inputs, w, y + ((long)row * stride), stride);
                row += 2;
            }

            if (row < rowCount)
            {
                OneRow<TWeights>(rows + ((long)row * inputs), inputs, w, y + ((long)row * stride));
            }
        }

        for (; panel < end; panel++)
        {
            PanelProducts.MultiplyPanel<TWeights>(rows, rowCount, weights, panel, outputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TWeights>(float* x, int inputs, byte* w, float* y)
        where TWeights : struct, IPanelWeights
    {
        var panel = (long)(inputs + 1) / 2 * TWeights.PairBytes;
        byte* w1 = w + panel, w2 = w1 + panel, w3 = w2 + panel;
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < inputs; i += 2)
        {
            var at = (long)i / 2 * TWeights.PairBytes;
            Add(ref a, ref b, ref c, ref d, x[i], TWeights.Even(w + at), TWeights.Even(w1 + at), TWeights.Even(w2 + at), TWeights.Even(w3 + at));
            if (i + 1 < inputs)
            {
                Add(ref a, ref b, ref c, ref d, x[i + 1], TWeights.Odd(w + at), TWeights.Odd(w1 + at), TWeights.Odd(w2 + at), TWeights.Odd(w3 + at));
            }
        }

        Store(y, a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoRows<TWeights>(float* x, int inputs, byte* w, float* y, int stride)
        where TWeights : struct, IPanelWeights
    {
        var panel = (long)(inputs + 1) / 2 * TWeights.PairBytes;
        byte* w1 = w + panel, w2 = w1 + panel, w3 = w2 + panel;
        var x1 = x + inputs;
        Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
        for (var i = 0; i < inputs; i += 2)
        {
            var at = (long)i / 2 * TWeights.PairBytes;
            var (a, b, c, d) = (TWeights.Even(w + at), TWeights.Even(w1 + at), TWeights.Even(w2 + at), TWeights.Even(w3 + at));
            Add(ref a0, ref b0, ref c0, ref d0, x[i], a, b, c, d);
            Add(ref a1, ref b1, ref c1, ref d1, x1[i], a, b, c, d);
            if (i + 1 < inputs)
            {
                (a, b, c, d) = (TWeights.Odd(w + at), TWeights.Odd(w1 + at), TWeights.Odd(w2 + at), TWeights.Odd(w3 + at));
                Add(ref a0, ref b0, ref c0, ref d0, x[i + 1], a, b, c, d);
                Add(ref a1, ref b1, ref c1, ref d1, x1[i + 1], a, b, c, d);
            }
        }

        Store(y, a0, b0, c0, d0);
        Store(y + stride, a1, b1, c1, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<TWeights>(float* x, int inputs, byte* w, float* y, int stride)
        where TWeights : struct, IPanelWeights
    {
        var panel = (long)(inputs + 1) / 2 * TWeights.PairBytes;
        byte* w1 = w + panel, w2 = w1 + panel, w3 = w2 + panel;
        float* x1 = x + inputs, x2 = x1 + inputs, x3 = x2 + inputs;
        Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
        Vector512<float> a2 = default, b2 = default, c2 = default, d2 = default, a3 = default, b3 = default, c3 = default, d3 = default;
        for (var i = 0; i < inputs; i += 2)
        {
            var at = (long)i / 2 * TWeights.PairBytes;
            var (a, b, c, d) = (TWeights.Even(w + at), TWeights.Even(w1 + at), TWeights.Even(w2 + at), TWeights.Even(w3 + at));
            Add(ref a0, ref b0, ref c0, ref d0, x[i], a, b, c, d);
            Add(ref a1, ref b1, ref c1, ref d1, x1[i], a, b, c, d);
            Add(ref a2, ref b2, ref c2, ref d2, x2[i], a, b, c, d);
            Add(ref a3, ref b3, ref c3, ref d3, x3[i], a, b, c, d);
            if (i + 1 < inputs)
            {
                (a, b, c, d) = (TWeights.Odd(w + at), TWeights.Odd(w1 + at), TWeights.Odd(w2 + at), TWeights.Odd(w3 + at));
                Add(ref a0, ref b0, ref c0, ref d0, x[i + 1], a, b, c, d);
                Add(ref a1, ref b1, ref c1, ref d1, x1[i + 1], a, b, c, d);
                Add(ref a2, ref b2, ref c2, ref d2, x2[i + 1], a, b, c, d);
                Add(ref a3, ref b3, ref c3, ref d3, x3[i + 1], a, b, c, d);
            }
        }

        Store(y, a0, b0, c0, d0);
        Store(y + stride, a1, b1, c1, d1);
        Store(y + (2L * stride), a2, b2, c2, d2);
        Store(y + (3L * stride), a3, b3, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref Vector512<float> sumA, ref Vector512<float> sumB, ref Vector512<float> sumC, ref Vector512<float> sumD, float input,
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var u = Vector512.Create(input);
        sumA = Vector512.FusedMultiplyAdd(u, a, sumA);
        sumB = Vector512.FusedMultiplyAdd(u, b, sumB);
        sumC = Vector512.FusedMultiplyAdd(u, c, sumC);
        sumD = Vector512.FusedMultiplyAdd(u, d, sumD);
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
