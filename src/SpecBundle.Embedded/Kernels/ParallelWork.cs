namespace SpeculativeDecoding.Embedded;

/// <summary>A loop that can be split over the cores. Its state lives in the object, so starting it allocates nothing.</summary>
internal abstract class ParallelWork
{
    /// <summary>Does one part.</summary>
    /// <param name="part">Which, from 0.</param>
    /// <param name="worker">The thread that does it, from 0: for scratch space of its own.</param>
    public abstract void Do(int part, int worker);
}
