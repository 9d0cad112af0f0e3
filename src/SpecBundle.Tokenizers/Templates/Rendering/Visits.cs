namespace SpeculativeDecoding.Templates;

/// <summary>How much of a value is gone through: one that holds itself twice on each of many levels has more parts than can be visited.</summary>
internal sealed class Visits
{
    private const int Most = 2_000_000;
    private int _count;

    public void Add()
    {
        StackGuard.Ensure();
        if (++_count > Most)
        {
            throw new JinjaException("a value has too many parts", JinjaErrorKind.Limit);
        }
    }
}
