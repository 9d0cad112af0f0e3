using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>What a transformer does to one row at a time.</summary>
internal static unsafe class Elementwise
{
    private const int Lanes = 8;

    /// <summary>target = source / root mean square of source * weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void RmsNorm(float* source, float* weight, int length, float epsilon, float* target)
    {
        var sum = Vector256<float>.Zero;
        var i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            var value = Vector256.Load(source + i);
            sum = Vector256.FusedMultiplyAdd(value, value, sum);
        }

        var squares = Vector256.Sum(sum);
        for (; i < length; i++)
        {
            squares += source[i] * source[i];
        }

        var scale = 1f / MathF.Sqrt((squares / length) + epsilon);
        var factor = Vector256.Create(scale);
        for (i = 0; i + Lanes <= length; i += Lanes)
        {
            (Vector256.Load(source + i) * factor * Vector256.Load(weight + i)).Store(target + i);
        }

        for (; i < length; i++)
        {
            target[i] = source[i] * scale * weight[i];
        }
    }

    /// <summary>target[i] = silu(gateAndUp[i]) * gateAndUp[length + i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SwiGlu(float* gateAndUp, int length, float* target)
    {
        var up = gateAndUp + length;
        var i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            var gate = Vector256.Load(gateAndUp + i);
            (gate / (Vector256<float>.One + Exponential.Of(-gate)) * Vector256.Load(up + i)).Store(target + i);
        }

        for (; i < length; i++)
        {
            target[i] = gateAndUp[i] / (1f + Exponential.Of(-gateAndUp[i])) * up[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(float* target, float* source, int length)
    {
        var i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            (Vector256.Load(target + i) + Vector256.Load(source + i)).Store(target + i);
        }

        for (; i < length; i++)
        {
            target[i] += source[i];
        }
    }

    /// <summary>Turns the pairs (i, i + half) of a head by the angle of its position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rotate(float* head, int half, float* cosines, float* sines)
    {
        var i = 0;
        for (; i + Lanes <= half; i += Lanes)
        {
            var (first, second) = (Vector256.Load(head + i), Vector256.Load(head + half + i));
            var (cosine, sine) = (Vector256.Load(cosines + i), Vector256.Load(sines + i));
            ((first * cosine) - (second * sine)).Store(head + i);
            ((second * cosine) + (first * sine)).Store(head + half + i);
        }

        for (; i < half; i++)
        {
            var (first, second) = (head[i], head[half + i]);
            head[i] = (first * cosines[i]) - (second * sines[i]);
            head[half + i] = (second * cosines[i]) + (first * sines[i]);
        }
    }

    /// <summary>The index of the greatest value; the first one of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int ArgMax(float* values, int length)
    {
        var greatest = Max(values, length);
        var wanted = Vector256.Create(greatest);
        var i = 0;
        for (; i + Lanes <= length; i += Lanes)
        {
            if (Vector256.EqualsAny(Vector256.Load(values + i), wanted))
            {
                break;
            }
        }

        for (; i < length; i++)
        {
            if (values[i] == greatest)
            {
                return i;
            }
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Max(float* values, int length)
    {
        var greatest = float.NegativeInfinity;
        var i = 0;
        if (length >= Lanes)
        {
            var most = Vector256.Load(values);
            for (i = Lanes; i + Lanes <= length; i += Lanes)
            {
                most = Vector256.MaxNative(most, Vector256.Load(values + i));
            }

            for (var lane = 0; lane < Lanes; lane++)
            {
                greatest = MathF.Max(greatest, most[lane]);
            }
        }

        for (; i < length; i++)
        {
            greatest = MathF.Max(greatest, values[i]);
        }

        return greatest;
    }
}
