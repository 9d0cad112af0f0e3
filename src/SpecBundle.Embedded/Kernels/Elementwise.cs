using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>What a transformer does to one row at a time.</summary>
internal static class Elementwise
{
    /// <summary>target = source / root mean square of source * weight.</summary>
    public static void RmsNorm(ReadOnlySpan<float> source, ReadOnlySpan<float> weight, float epsilon, Span<float> target)
    {
        var sum = Vector256<float>.Zero;
        var i = 0;
        for (; i + Vector256<float>.Count <= source.Length; i += Vector256<float>.Count)
        {
            var value = Vector256.Create(source.Slice(i, Vector256<float>.Count));
            sum = Vector256.FusedMultiplyAdd(value, value, sum);
        }

        var squares = Vector256.Sum(sum);
        for (; i < source.Length; i++)
        {
            squares += source[i] * source[i];
        }

        var scale = 1f / MathF.Sqrt((squares / source.Length) + epsilon);
        for (var j = 0; j < source.Length; j++)
        {
            target[j] = source[j] * scale * weight[j];
        }
    }

    /// <summary>target[i] = silu(gateAndUp[i]) * gateAndUp[length + i].</summary>
    public static void SwiGlu(ReadOnlySpan<float> gateAndUp, Span<float> target)
    {
        var up = gateAndUp[target.Length..];
        var i = 0;
        for (; i + Vector256<float>.Count <= target.Length; i += Vector256<float>.Count)
        {
            var gate = Vector256.Create(gateAndUp.Slice(i, Vector256<float>.Count));
            var value = gate / (Vector256<float>.One + Vector256.Exp(-gate)) * Vector256.Create(up.Slice(i, Vector256<float>.Count));
            value.CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = gateAndUp[i] / (1f + MathF.Exp(-gateAndUp[i])) * up[i];
        }
    }

    public static void Add(Span<float> target, ReadOnlySpan<float> source)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += source[i];
        }
    }

    /// <summary>Turns the pairs (i, i + half) of a head by the angle of its position.</summary>
    public static void Rotate(Span<float> head, ReadOnlySpan<float> cosines, ReadOnlySpan<float> sines)
    {
        var half = head.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var (first, second) = (head[i], head[half + i]);
            head[i] = (first * cosines[i]) - (second * sines[i]);
            head[half + i] = (second * cosines[i]) + (first * sines[i]);
        }
    }

    /// <summary>The index of the greatest value; the first one of equals.</summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }
}
