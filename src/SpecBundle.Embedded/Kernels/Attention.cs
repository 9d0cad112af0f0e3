using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Attention of one query head over the keys of its own path, named by their slots in position order.
/// The result depends on those keys alone, not on where they lie or what else is in the batch.
/// </summary>
internal static unsafe class Attention
{
    public static void Attend(
        float* query, float* keys, float* values, int stride, int* slots, int count, int headSize, float* scores, float* output)
    {
        var scale = 1f / MathF.Sqrt(headSize);
        var highest = float.NegativeInfinity;
        for (var i = 0; i < count; i++)
        {
            var score = DotProducts.Portable(query, keys + ((long)slots[i] * stride), headSize) * scale;
            scores[i] = score;
            highest = MathF.Max(highest, score);
        }

        var sum = Exponentials(scores, count, highest);
        new Span<float>(output, headSize).Clear();
        for (var i = 0; i < count; i++)
        {
            Accumulate(output, values + ((long)slots[i] * stride), scores[i], headSize);
        }

        var inverse = 1f / sum;
        for (var j = 0; j < headSize; j++)
        {
            output[j] *= inverse;
        }
    }

    private static float Exponentials(float* scores, int count, float highest)
    {
        var shift = Vector256.Create(highest);
        var total = Vector256<float>.Zero;
        var i = 0;
        for (; i + Vector256<float>.Count <= count; i += Vector256<float>.Count)
        {
            var weights = Vector256.Exp(Vector256.Load(scores + i) - shift);
            weights.Store(scores + i);
            total += weights;
        }

        var sum = Vector256.Sum(total);
        for (; i < count; i++)
        {
            scores[i] = MathF.Exp(scores[i] - highest);
            sum += scores[i];
        }

        return sum;
    }

    private static void Accumulate(float* output, float* value, float weight, int headSize)
    {
        var factor = Vector256.Create(weight);
        var j = 0;
        for (; j + Vector256<float>.Count <= headSize; j += Vector256<float>.Count)
        {
            Vector256.FusedMultiplyAdd(factor, Vector256.Load(value + j), Vector256.Load(output + j)).Store(output + j);
        }

        for (; j < headSize; j++)
        {
            output[j] = MathF.FusedMultiplyAdd(weight, value[j], output[j]);
        }
    }
}
