using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Weights as bfloat16, the upper half of a float: the first input in the lower half of each lane, the second in the
/// upper. A shift or a mask makes the exact float of them, and there is half as much to read.
/// </summary>
internal readonly unsafe struct BrainWeights : IPackedWeights
{
    private const uint Upper = 0xFFFF_0000;

    public static int PairBytes => 64;

    public static Vector512<float> Even(byte* pair) => (Vector512.Load((uint*)pair) << 16).AsSingle();

    public static Vector512<float> Odd(byte* pair) => (Vector512.Load((uint*)pair) & Vector512.Create(Upper)).AsSingle();

    public static Vector256<float> Even(byte* pair, int half) => (Vector256.Load((uint*)pair + (8 * half)) << 16).AsSingle();

    public static Vector256<float> Odd(byte* pair, int half) => (Vector256.Load((uint*)pair + (8 * half)) & Vector256.Create(Upper)).AsSingle();
}
