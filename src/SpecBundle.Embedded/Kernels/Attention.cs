using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Attention of one query head over the keys of its own path, named by their slots in position order.
/// The result depends on those keys alone, not on where they lie, what else is in the batch, or how wide vectors are.
/// </summary>
internal static unsafe class Attention
{
    private const int Lanes = 16;

    /// <param name="query">[head size].</param>
    /// <param name="keys">The keys of the head, one every <paramref name="stride"/> floats.</param>
    /// <param name="values">The values, likewise.</param>
    /// <param name="stride">Floats from one slot to the next.</param>
    /// <param name="slots">The slots attended to, in position order.</param>
    /// <param name="count">How many.</param>
    /// <param name="headSize">Floats of a head.</param>
    /// <param name="scores">Room for <paramref name="count"/> floats.</param>
    /// <param name="output">[head size].</param>
    public static void Attend(float* query, float* keys, float* values, int stride, int* slots, int count, int headSize, float* scores, float* output)
    {
        var scale = 1f / MathF.Sqrt(headSize);
        var i = 0;
        if (headSize % Lanes == 0)
        {
            for (; i + 4 <= count; i += 4)
            {
                FourScores(query, keys, stride, slots + i, headSize, scale, scores + i);
            }
        }

        for (; i < count; i++)
        {
            scores[i] = Dot(query, keys + ((long)slots[i] * stride), headSize) * scale;
        }

        var inverse = 1f / Exponentials(scores, count);
        var j = 0;
        for (; j + 64 <= headSize; j += 64)
        {
            Mix64(values + j, stride, slots, count, scores, inverse, output + j);
        }

        for (; j + Lanes <= headSize; j += Lanes)
        {
            Mix16(values + j, stride, slots, count, scores, inverse, output + j);
        }

        for (; j < headSize; j++)
        {
            var sum = 0f;
            for (var k = 0; k < count; k++)
            {
                sum = MathF.FusedMultiplyAdd(scores[k], values[((long)slots[k] * stride) + j], sum);
            }

            output[j] = sum * inverse;
        }
    }

    /// <summary>The dot product: sixteen chains, folded in a fixed order, then what is left over one by one.</summary>
    public static float Dot(float* x, float* y, int length)
    {
        Vector256<float> low = default, high = default;
        var i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            low = Vector256.FusedMultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), low);
            high = Vector256.FusedMultiplyAdd(Vector256.Load(x + i + 8), Vector256.Load(y + i + 8), high);
        }

        var sum = Fold(low, high);
        for (; i < length; i++)
        {
            sum = MathF.FusedMultiplyAdd(x[i], y[i], sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold(Vector256<float> low, Vector256<float> high)
    {
        var eight = low + high;
        var four = eight.GetLower() + eight.GetUpper();
        return four[0] + four[1] + (four[2] + four[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourScores(float* query, float* keys, int stride, int* slots, int headSize, float scale, float* scores)
    {
        var k0 = keys + ((long)slots[0] * stride);
        var k1 = keys + ((long)slots[1] * stride);
        var k2 = keys + ((long)slots[2] * stride);
        var k3 = keys + ((long)slots[3] * stride);
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < headSize; i += Lanes)
        {
            var u = Vector512.Load(query + i);
            a = Vector512.FusedMultiplyAdd(u, Vector512.Load(k0 + i), a);
            b = Vector512.FusedMultiplyAdd(u, Vector512.Load(k1 + i), b);
            c = Vector512.FusedMultiplyAdd(u, Vector512.Load(k2 + i), c);
            d = Vector512.FusedMultiplyAdd(u, Vector512.Load(k3 + i), d);
        }

        scores[0] = Fold(a.GetLower(), a.GetUpper()) * scale;
        scores[1] = Fold(b.GetLower(), b.GetUpper()) * scale;
        scores[2] = Fold(c.GetLower(), c.GetUpper()) * scale;
        scores[3] = Fold(d.GetLower(), d.GetUpper()) * scale;
    }

    /// <summary>Turns scores into weights that are not yet divided by their sum.</summary>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(float* scores, int count)
    {
        var highest = float.NegativeInfinity;
        for (var k = 0; k < count; k++)
        {
            highest = MathF.Max(highest, scores[k]);
        }

        var shift = Vector256.Create(highest);
        var total = Vector256<float>.Zero;
        var i = 0;
        for (; i + Vector256<float>.Count <= count; i += Vector256<float>.Count)
        {
            var weights = Exponential.Of(Vector256.Load(scores + i) - shift);
            weights.Store(scores + i);
            total += weights;
        }

        var sum = Fold(total, default);
        for (; i < count; i++)
        {
            scores[i] = Exponential.Of(scores[i] - highest);
            sum += scores[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix64(float* values, int stride, int* slots, int count, float* weights, float inverse, float* output)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < count; i++)
        {
            var value = values + ((long)slots[i] * stride);
            var weight = Vector512.Create(weights[i]);
            a = Vector512.FusedMultiplyAdd(weight, Vector512.Load(value), a);
            b = Vector512.FusedMultiplyAdd(weight, Vector512.Load(value + 16), b);
            c = Vector512.FusedMultiplyAdd(weight, Vector512.Load(value + 32), c);
            d = Vector512.FusedMultiplyAdd(weight, Vector512.Load(value + 48), d);
        }

        var scale = Vector512.Create(inverse);
        (a * scale).Store(output);
        (b * scale).Store(output + 16);
        (c * scale).Store(output + 32);
        (d * scale).Store(output + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix16(float* values, int stride, int* slots, int count, float* weights, float inverse, float* output)
    {
        Vector512<float> sum = default;
        for (var i = 0; i < count; i++)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i]), Vector512.Load(values + ((long)slots[i] * stride)), sum);
        }

        (sum * Vector512.Create(inverse)).Store(output);
    }
}
