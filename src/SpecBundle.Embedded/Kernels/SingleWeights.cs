using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>Weights as 32-bit floats, one input after the other.</summary>
internal readonly unsafe struct SingleWeights : IPackedWeights
{
    public static int PairBytes => 128;

    public static Vector512<float> Even(byte* pair) => Vector512.Load((float*)pair);

    public static Vector512<float> Odd(byte* pair) => Vector512.Load((float*)pair + 16);

    public static Vector256<float> Even(byte* pair, int half) => Vector256.Load((float*)pair + (8 * half));

    public static Vector256<float> Odd(byte* pair, int half) => Vector256.Load((float*)pair + 16 + (8 * half));
}
