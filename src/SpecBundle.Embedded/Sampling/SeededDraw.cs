namespace SpeculativeDecoding.Embedded;

/// <summary>A uniform draw in [0, 1) that is a function of a seed and a position: SplitMix64's finalizer over both.</summary>
internal static class SeededDraw
{
    public static double At(ulong seed, int position)
    {
        var bits = Mix(seed + (0x9E3779B97F4A7C15UL * ((ulong)position + 1)));
        return (Mix(bits) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
