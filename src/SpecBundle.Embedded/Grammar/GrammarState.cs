namespace SpeculativeDecoding.Embedded;

/// <summary>All the places where a text may stand in a grammar. Never changed: every node of a draft tree can hold one.</summary>
internal sealed class GrammarState : IEquatable<GrammarState>
{
    private readonly Grammar _grammar;
    private readonly GrammarPlace[] _places;
    private readonly int _hash;

    public GrammarState(Grammar grammar, GrammarPlace[] places, bool isComplete)
    {
        (_grammar, _places, IsComplete) = (grammar, places, isComplete);
        var hash = new HashCode();
        foreach (var place in places)
        {
            hash.Add(place);
        }

        hash.Add(isComplete);
        _hash = hash.ToHashCode();
    }

    /// <summary>Whether the text may end here.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether neither a byte nor the end is possible.</summary>
    public bool IsDead => _places.Length == 0 && !IsComplete;

    public GrammarState Advance(byte value) => _grammar.Advance(_places, value);

    public GrammarState Advance(ReadOnlySpan<byte> text)
    {
        var state = this;
        for (var i = 0; i < text.Length && !state.IsDead; i++)
        {
            state = state.Advance(text[i]);
        }

        return state;
    }

    /// <summary>A state that allows the same texts of up to <paramref name="most"/> - 1 bytes; many states have the same one.</summary>
    public GrammarState Clip(int most)
    {
        var places = _places;
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i].Frame is { } frame && frame.Clip(most) is var clipped && !ReferenceEquals(clipped, frame))
            {
                places = ReferenceEquals(places, _places) ? [.. _places] : places;
                places[i] = new GrammarPlace(_places[i].Node, clipped);
            }
        }

        return ReferenceEquals(places, _places) ? this : new GrammarState(_grammar, places, IsComplete);
    }

    public bool Equals(GrammarState? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && IsComplete == other.IsComplete && _places.AsSpan().SequenceEqual(other._places));

    public override bool Equals(object? obj) => Equals(obj as GrammarState);

    public override int GetHashCode() => _hash;
}
