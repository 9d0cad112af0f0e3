using System.Runtime.Intrinsics;

namespace SpeculativeDecoding.Embedded;

/// <summary>How weights are stored: always those of two inputs and 16 outputs together.</summary>
internal unsafe interface IPackedWeights
{
    /// <summary>Bytes of two inputs.</summary>
    static abstract int PairBytes { get; }

    /// <summary>The first input's weights.</summary>
    static abstract Vector512<float> Even(byte* pair);

    /// <summary>The second input's weights.</summary>
    static abstract Vector512<float> Odd(byte* pair);

    /// <summary>The first input's weights of 8 outputs, from the first or the ninth on.</summary>
    static abstract Vector256<float> Even(byte* pair, int half);

    /// <summary>The second input's, likewise.</summary>
    static abstract Vector256<float> Odd(byte* pair, int half);
}
