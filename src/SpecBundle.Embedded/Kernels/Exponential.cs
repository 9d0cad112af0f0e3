using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// e to the power of floats, in single precision: the framework's goes through doubles, which costs more than all
/// attention of a small model. Within two units in the last place.
/// </summary>
internal static class Exponential
{
    // Below, the result is no normal number; above, none at all.
    private const float Least = -87.3f;
    private const float Most = 88.3f;
    private const float Log2E = 1.44269504f;

    // The logarithm of 2 in two parts, so that what is left of x after taking off whole powers of 2 is exact.
    private const float UpperLog2 = 0.693359375f;
    private const float LowerLog2 = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> x)
    {
        var within = Vector256.MinNative(Vector256.MaxNative(x, Vector256.Create(Least)), Vector256.Create(Most));
        var powers = Vector256.Round(within * Vector256.Create(Log2E));
        var rest = Vector256.FusedMultiplyAdd(powers, Vector256.Create(-UpperLog2), within);
        rest = Vector256.FusedMultiplyAdd(powers, Vector256.Create(-LowerLog2), rest);

        // The series of e^rest - 1 - rest, divided by rest^2, fitted to |rest| <= log(2) / 2.
        var series = Vector256.Create(1.9875691500e-4f);
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(1.3981999507e-3f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(8.3334519073e-3f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(4.1665795894e-2f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(1.6666665459e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(5.0000001201e-1f));
        var mantissa = Vector256.FusedMultiplyAdd(series, rest * rest, rest) + Vector256<float>.One;
        var exponents = (Vector256.ConvertToInt32(powers) + Vector256.Create(127)) << 23;
        return mantissa * exponents.AsSingle();
    }

    /// <summary>One number, by the same steps.</summary>
    public static float Of(float x) => Of(Vector256.Create(x))[0];
}
