namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and in every release, so that a report can be
/// computed again to the last digit.
/// </summary>
internal struct ResampleRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Draws as many clusters as there are, with replacement, and counts how often each came: two draws from one number, low half first.</summary>
    public void Resample(Span<double> weights)
    {
        weights.Clear();
        var count = (ulong)weights.Length;
        for (var drawn = 0; drawn < weights.Length; drawn += 2)
        {
            var bits = Next();
            weights[(int)(((bits & uint.MaxValue) * count) >> 32)]++;
            if (drawn + 1 < weights.Length)
            {
                weights[(int)(((bits >> 32) * count) >> 32)]++;
            }
        }
    }
}
