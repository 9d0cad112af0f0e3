using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Attention of the query heads that share a key/value head, over the keys of their own path, named by their slots in
/// position order. The result depends on those keys alone, not on where they lie, what else is in the batch, or how wide
/// vectors are.
/// </summary>
internal static unsafe class Attention
{
    private const int Lanes = 16;
    private const int KeysTogether = 4;

    /// <param name="queries">[heads, head size].</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="keys">[slots, head size].</param>
    /// <param name="values">[slots, head size].</param>
    /// <param name="slots">The slots attended to, in position order.</param>
    /// <param name="count">How many.</param>
    /// <param name="headSize">Floats of a head.</param>
    /// <param name="scores">Room for <paramref name="heads"/> x <paramref name="count"/> floats.</param>
    /// <param name="outputs">[heads, head size].</param>
    public static void Attend(float* queries, int heads, float* keys, float* values, int* slots, int count, int headSize, float* scores, float* outputs)
    {
        Scores(queries, heads, keys, slots, count, headSize, scores);
        for (var head = 0; head < heads; head++)
        {
            var weights = scores + ((long)head * count);
            var inverse = 1f / Exponentials(weights, count);
            Mix(values, slots, count, headSize, weights, inverse, outputs + (head * headSize));
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

        var sum = Fold(Halve(low + high));
        for (; i < length; i++)
        {
            sum = MathF.FusedMultiplyAdd(x[i], y[i], sum);
        }

        return sum;
    }

    private static void Scores(float* queries, int heads, float* keys, int* slots, int count, int headSize, float* scores)
    {
        var scale = 1f / MathF.Sqrt(headSize);
        var i = 0;
        if (headSize % Lanes == 0)
        {
            // The heads take turns at a few keys, so that the keys are read from memory once.
            for (; i + KeysTogether <= count; i += KeysTogether)
            {
                for (var head = 0; head < heads; head++)
                {
                    FourScores(queries + (head * headSize), keys, slots + i, headSize, scale, scores + ((long)head * count) + i);
                }
            }
        }

        for (; i < count; i++)
        {
            for (var head = 0; head < heads; head++)
            {
                scores[((long)head * count) + i] = Dot(queries + (head * headSize), keys + ((long)slots[i] * headSize), headSize) * scale;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourScores(float* query, float* keys, int* slots, int headSize, float scale, float* scores)
    {
        var k0 = keys + ((long)slots[0] * headSize);
        var k1 = keys + ((long)slots[1] * headSize);
        var k2 = keys + ((long)slots[2] * headSize);
        var k3 = keys + ((long)slots[3] * headSize);
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < headSize; i += Lanes)
        {
            var u = Vector512.Load(query + i);
            a = Vector512.FusedMultiplyAdd(u, Vector512.Load(k0 + i), a);
            b = Vector512.FusedMultiplyAdd(u, Vector512.Load(k1 + i), b);
            c = Vector512.FusedMultiplyAdd(u, Vector512.Load(k2 + i), c);
            d = Vector512.FusedMultiplyAdd(u, Vector512.Load(k3 + i), d);
        }

        Vector128<float> one = Quarter(a), two = Quarter(b), three = Quarter(c), four = Quarter(d);
        if (Sse.IsSupported)
        {
            // Lane by lane the same additions as Fold's, for all four at once.
            var (low, lower) = (Sse.UnpackLow(one, two), Sse.UnpackLow(three, four));
            var (high, higher) = (Sse.UnpackHigh(one, two), Sse.UnpackHigh(three, four));
            var sums = Sse.MoveLowToHigh(low, lower) + Sse.MoveHighToLow(lower, low) + (Sse.MoveLowToHigh(high, higher) + Sse.MoveHighToLow(higher, high));
            (sums * Vector128.Create(scale)).Store(scores);
        }
        else
        {
            scores[0] = Fold(one) * scale;
            scores[1] = Fold(two) * scale;
            scores[2] = Fold(three) * scale;
            scores[3] = Fold(four) * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(Vector512<float> sums) => Halve(sums.GetLower() + sums.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Halve(Vector256<float> sums) => sums.GetLower() + sums.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold(Vector128<float> sums) => sums[0] + sums[1] + (sums[2] + sums[3]);

    /// <summary>Turns scores into weights that are not yet divided by their sum.</summary>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Exponentials(float* scores, int count)
    {
        var highest = Elementwise.Max(scores, count);
        var shift = Vector256.Create(highest);
        var total = Vector256<float>.Zero;
        var i = 0;
        for (; i + Vector256<float>.Count <= count; i += Vector256<float>.Count)
        {
            var weights = Exponential.Of(Vector256.Load(scores + i) - shift);
            weights.Store(scores + i);
            total += weights;
        }

        var sum = Fold(Halve(total));
        for (; i < count; i++)
        {
            scores[i] = Exponential.Of(scores[i] - highest);
            sum += scores[i];
        }

        return sum;
    }

    private static void Mix(float* values, int* slots, int count, int headSize, float* weights, float inverse, float* output)
    {
        var j = 0;
        for (; j + (4 * Lanes) <= headSize; j += 4 * Lanes)
        {
            Mix64(values + j, slots, count, headSize, weights, inverse, output + j);
        }

        for (; j + Lanes <= headSize; j += Lanes)
        {
            Mix16(values + j, slots, count, headSize, weights, inverse, output + j);
        }

        for (; j < headSize; j++)
        {
            var sum = 0f;
            for (var k = 0; k < count; k++)
            {
                sum = MathF.FusedMultiplyAdd(weights[k], values[((long)slots[k] * headSize) + j], sum);
            }

            output[j] = sum * inverse;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Mix64(float* values, int* slots, int count, int headSize, float* weights, float inverse, float* output)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < count; i++)
        {
            var value = values + ((long)slots[i] * headSize);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Mix16(float* values, int* slots, int count, int headSize, float* weights, float inverse, float* output)
    {
        Vector512<float> sum = default;
        for (var i = 0; i < count; i++)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i]), Vector512.Load(values + ((long)slots[i] * headSize)), sum);
        }

        (sum * Vector512.Create(inverse)).Store(output);
    }
}
