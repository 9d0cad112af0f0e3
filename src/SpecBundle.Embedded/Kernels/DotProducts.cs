using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Rows times a weight matrix. Every output is one chain of fused multiply-adds in one order, whatever the number
/// of rows computed together: a verify step over many rows gives bit for bit what one-row decoding gives.
/// </summary>
internal static unsafe class DotProducts
{
    /// <summary>outputs[r * outputStride + o] = rows[r * inputs] . weights[o * inputs], for o from first to first + count - 1.</summary>
    public static void Multiply(float* rows, int rowCount, int inputs, float* weights, int first, int count, float* outputs, int outputStride)
    {
        if (Vector512.IsHardwareAccelerated && inputs % Vector512<float>.Count == 0)
        {
            Multiply512(rows, rowCount, inputs, weights, first, count, outputs, outputStride);
        }
        else
        {
            MultiplyPortable(rows, rowCount, inputs, weights, first, count, outputs, outputStride);
        }
    }

    private static void Multiply512(float* rows, int rowCount, int inputs, float* weights, int first, int count, float* outputs, int outputStride)
    {
        var end = first + count;
        var output = first;
        for (; output + 4 <= end; output += 4)
        {
            var row = 0;
            var w = weights + ((long)output * inputs);
            for (; row + 4 <= rowCount; row += 4)
            {
                Block4x4(rows + ((long)row * inputs), inputs, w, outputs + ((long)row * outputStride) + output, outputStride);
            }

            for (; row < rowCount; row++)
            {
                Block1x4(rows + ((long)row * inputs), inputs, w, outputs + ((long)row * outputStride) + output);
            }
        }

        for (; output < end; output++)
        {
            for (var row = 0; row < rowCount; row++)
            {
                outputs[((long)row * outputStride) + output] = One(rows + ((long)row * inputs), weights + ((long)output * inputs), inputs);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4x4(float* x, int inputs, float* w, float* y, int stride)
    {
        float* x1 = x + inputs, x2 = x1 + inputs, x3 = x2 + inputs, w1 = w + inputs, w2 = w1 + inputs, w3 = w2 + inputs;
        Vector512<float> a00 = default, a01 = default, a02 = default, a03 = default, a10 = default, a11 = default, a12 = default, a13 = default;
        Vector512<float> a20 = default, a21 = default, a22 = default, a23 = default, a30 = default, a31 = default, a32 = default, a33 = default;
        for (var i = 0; i < inputs; i += Vector512<float>.Count)
        {
            var v0 = Vector512.Load(w + i);
            var v1 = Vector512.Load(w1 + i);
            var v2 = Vector512.Load(w2 + i);
            var v3 = Vector512.Load(w3 + i);
            var u = Vector512.Load(x + i);
            a00 = Vector512.FusedMultiplyAdd(u, v0, a00);
            a01 = Vector512.FusedMultiplyAdd(u, v1, a01);
            a02 = Vector512.FusedMultiplyAdd(u, v2, a02);
            a03 = Vector512.FusedMultiplyAdd(u, v3, a03);
            u = Vector512.Load(x1 + i);
            a10 = Vector512.FusedMultiplyAdd(u, v0, a10);
            a11 = Vector512.FusedMultiplyAdd(u, v1, a11);
            a12 = Vector512.FusedMultiplyAdd(u, v2, a12);
            a13 = Vector512.FusedMultiplyAdd(u, v3, a13);
            u = Vector512.Load(x2 + i);
            a20 = Vector512.FusedMultiplyAdd(u, v0, a20);
            a21 = Vector512.FusedMultiplyAdd(u, v1, a21);
            a22 = Vector512.FusedMultiplyAdd(u, v2, a22);
            a23 = Vector512.FusedMultiplyAdd(u, v3, a23);
            u = Vector512.Load(x3 + i);
            a30 = Vector512.FusedMultiplyAdd(u, v0, a30);
            a31 = Vector512.FusedMultiplyAdd(u, v1, a31);
            a32 = Vector512.FusedMultiplyAdd(u, v2, a32);
            a33 = Vector512.FusedMultiplyAdd(u, v3, a33);
        }

        Store(y, a00, a01, a02, a03);
        Store(y + stride, a10, a11, a12, a13);
        Store(y + (2 * stride), a20, a21, a22, a23);
        Store(y + (3 * stride), a30, a31, a32, a33);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1x4(float* x, int inputs, float* w, float* y)
    {
        float* w1 = w + inputs, w2 = w1 + inputs, w3 = w2 + inputs;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        for (var i = 0; i < inputs; i += Vector512<float>.Count)
        {
            var u = Vector512.Load(x + i);
            a0 = Vector512.FusedMultiplyAdd(u, Vector512.Load(w + i), a0);
            a1 = Vector512.FusedMultiplyAdd(u, Vector512.Load(w1 + i), a1);
            a2 = Vector512.FusedMultiplyAdd(u, Vector512.Load(w2 + i), a2);
            a3 = Vector512.FusedMultiplyAdd(u, Vector512.Load(w3 + i), a3);
        }

        Store(y, a0, a1, a2, a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* y, Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3)
    {
        y[0] = Vector512.Sum(a0);
        y[1] = Vector512.Sum(a1);
        y[2] = Vector512.Sum(a2);
        y[3] = Vector512.Sum(a3);
    }

    private static float One(float* x, float* w, int inputs)
    {
        Vector512<float> sum = default;
        for (var i = 0; i < inputs; i += Vector512<float>.Count)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(w + i), sum);
        }

        return Vector512.Sum(sum);
    }

    private static void MultiplyPortable(float* rows, int rowCount, int inputs, float* weights, int first, int count, float* outputs, int outputStride)
    {
        for (var output = first; output < first + count; output++)
        {
            for (var row = 0; row < rowCount; row++)
            {
                outputs[((long)row * outputStride) + output] = Portable(rows + ((long)row * inputs), weights + ((long)output * inputs), inputs);
            }
        }
    }

    /// <summary>One dot product, for any length and any processor.</summary>
    public static float Portable(float* x, float* w, int length)
    {
        // Two chains hide the latency of the additions; their order is fixed.
        Vector256<float> even = default, odd = default;
        var i = 0;
        for (; i + (2 * Vector256<float>.Count) <= length; i += 2 * Vector256<float>.Count)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.Load(x + i), Vector256.Load(w + i), even);
            odd = Vector256.FusedMultiplyAdd(Vector256.Load(x + i + Vector256<float>.Count), Vector256.Load(w + i + Vector256<float>.Count), odd);
        }

        var sum = Vector256.Sum(even + odd);
        for (; i < length; i++)
        {
            sum = MathF.FusedMultiplyAdd(x[i], w[i], sum);
        }

        return sum;
    }
}
