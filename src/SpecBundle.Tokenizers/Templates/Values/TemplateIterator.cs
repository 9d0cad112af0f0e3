namespace SpeculativeDecoding.Templates;

/// <summary>What can be gone through once, and says neither its length nor whether it is empty.</summary>
internal sealed class TemplateIterator(IEnumerable<object?> items)
{
    private readonly IEnumerator<object?> _items = items.GetEnumerator();

    private bool MoveNext()
    {
        // One may go through another, and that through the next.
        StackGuard.Ensure();
        return _items.MoveNext();
    }

    /// <summary>What is left. What is taken is gone.</summary>
    public IEnumerable<object?> Rest()
    {
        while (MoveNext())
        {
            yield return _items.Current;
        }
    }
}
