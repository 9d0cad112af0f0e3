namespace SpeculativeDecoding.Templates;

/// <summary>What can be gone through once, and says neither its length nor whether it is empty.</summary>
internal sealed class TemplateIterator(IEnumerable<object?> items)
{
    private readonly IEnumerator<object?> _items = items.GetEnumerator();

    /// <summary>What is left. What is taken is gone.</summary>
    public IEnumerable<object?> Rest()
    {
        while (_items.MoveNext())
        {
            yield return _items.Current;
        }
    }
}
