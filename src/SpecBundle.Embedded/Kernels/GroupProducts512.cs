using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpeculativeDecoding.Embedded;

/// <summary>The products of <see cref="GroupProducts"/> where vectors are 512 bits wide.</summary>
internal static unsafe class GroupProducts512
{
    private const int Width = 16;
    private const int VectorsTogether = 4;

    // Far enough ahead for the weights to arrive from memory while those in hand are used for all rows.
    private const int PrefetchBytes = 4096;

    /// <summary>A whole group.</summary>
    public static void Multiply<TWeights>(float* rows, int rowCount, int inputs, byte* group, float* outputs, int stride)
        where TWeights : struct, IPackedWeights
    {
        var row = 0;
        for (; row + 4 <= rowCount; row += 4)
        {
            FourRows<TWeights>(rows + ((long)row * inputs), inputs, group, outputs + ((long)row * stride), stride);
        }

        if (row + 2 <= rowCount)
        {
            TwoRows<TWeights>(rows + ((long)row * inputs), inputs, group, outputs + ((long)row * stride), stride);
            row += 2;
        }

        if (row < rowCount)
        {
            OneRow<TWeights>(rows + ((long)row * inputs), inputs, group, outputs + ((long)row * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneRow<TWeights>(float* x, int inputs, byte* w, float* y)
        where TWeights : struct, IPackedWeights
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < inputs; i += 2)
        {
            Prefetch<TWeights>(w);
            Add(ref a, ref b, ref c, ref d, x[i], Even<TWeights>(w, 0), Even<TWeights>(w, 1), Even<TWeights>(w, 2), Even<TWeights>(w, 3));
            if (i + 1 < inputs)
            {
                Add(ref a, ref b, ref c, ref d, x[i + 1], Odd<TWeights>(w, 0), Odd<TWeights>(w, 1), Odd<TWeights>(w, 2), Odd<TWeights>(w, 3));
            }

            w += VectorsTogether * TWeights.PairBytes;
        }

        Store(y, a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TwoRows<TWeights>(float* x, int inputs, byte* w, float* y, int stride)
        where TWeights : struct, IPackedWeights
    {
        var x1 = x + inputs;
        Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
        for (var i = 0; i < inputs; i += 2)
        {
            Prefetch<TWeights>(w);
            var (a, b, c, d) = (Even<TWeights>(w, 0), Even<TWeights>(w, 1), Even<TWeights>(w, 2), Even<TWeights>(w, 3));
            Add(ref a0, ref b0, ref c0, ref d0, x[i], a, b, c, d);
            Add(ref a1, ref b1, ref c1, ref d1, x1[i], a, b, c, d);
            if (i + 1 < inputs)
            {
                (a, b, c, d) = (Odd<TWeights>(w, 0), Odd<TWeights>(w, 1), Odd<TWeights>(w, 2), Odd<TWeights>(w, 3));
                Add(ref a0, ref b0, ref c0, ref d0, x[i + 1], a, b, c, d);
                Add(ref a1, ref b1, ref c1, ref d1, x1[i + 1], a, b, c, d);
            }

            w += VectorsTogether * TWeights.PairBytes;
        }

        Store(y, a0, b0, c0, d0);
        Store(y + stride, a1, b1, c1, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows<TWeights>(float* x, int inputs, byte* w, float* y, int stride)
        where TWeights : struct, IPackedWeights
    {
        float* x1 = x + inputs, x2 = x1 + inputs, x3 = x2 + inputs;
        Vector512<float> a0 = default, b0 = default, c0 = default, d0 = default, a1 = default, b1 = default, c1 = default, d1 = default;
        Vector512<float> a2 = default, b2 = default, c2 = default, d2 = default, a3 = default, b3 = default, c3 = default, d3 = default;
        for (var i = 0; i < inputs; i += 2)
        {
            Prefetch<TWeights>(w);
            var (a, b, c, d) = (Even<TWeights>(w, 0), Even<TWeights>(w, 1), Even<TWeights>(w, 2), Even<TWeights>(w, 3));
            Add(ref a0, ref b0, ref c0, ref d0, x[i], a, b, c, d);
            Add(ref a1, ref b1, ref c1, ref d1, x1[i], a, b, c, d);
            Add(ref a2, ref b2, ref c2, ref d2, x2[i], a, b, c, d);
            Add(ref a3, ref b3, ref c3, ref d3, x3[i], a, b, c, d);
            if (i + 1 < inputs)
            {
                (a, b, c, d) = (Odd<TWeights>(w, 0), Odd<TWeights>(w, 1), Odd<TWeights>(w, 2), Odd<TWeights>(w, 3));
                Add(ref a0, ref b0, ref c0, ref d0, x[i + 1], a, b, c, d);
                Add(ref a1, ref b1, ref c1, ref d1, x1[i + 1], a, b, c, d);
                Add(ref a2, ref b2, ref c2, ref d2, x2[i + 1], a, b, c, d);
                Add(ref a3, ref b3, ref c3, ref d3, x3[i + 1], a, b, c, d);
            }

            w += VectorsTogether * TWeights.PairBytes;
        }

        Store(y, a0, b0, c0, d0);
        Store(y + stride, a1, b1, c1, d1);
        Store(y + (2L * stride), a2, b2, c2, d2);
        Store(y + (3L * stride), a3, b3, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Even<TWeights>(byte* w, int vector)
        where TWeights : struct, IPackedWeights => TWeights.Even(w + (vector * TWeights.PairBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Odd<TWeights>(byte* w, int vector)
        where TWeights : struct, IPackedWeights => TWeights.Odd(w + (vector * TWeights.PairBytes));

    /// <summary>Asks for the weights of a later pair; past the end of a matrix that is for nothing, but harmless.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TWeights>(byte* w)
        where TWeights : struct, IPackedWeights
    {
        if (Sse.IsSupported)
        {
            for (var line = 0; line < VectorsTogether * TWeights.PairBytes / 64; line++)
            {
                Sse.Prefetch0(w + PrefetchBytes + (line * 64));
            }
        }
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
