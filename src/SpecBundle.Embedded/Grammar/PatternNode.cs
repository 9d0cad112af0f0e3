namespace SpeculativeDecoding.Embedded;

/// <summary>A part of a regular expression.</summary>
internal abstract record PatternNode
{
    /// <summary>Characters that it matches at least.</summary>
    public abstract long Least { get; }

    /// <summary>Characters that it matches at most; <see cref="SilentEdge.Unbounded"/> or more where there is no limit.</summary>
    public abstract long Most { get; }

    protected static long Bounded(long length) => Math.Min(length, SilentEdge.Unbounded);
}

/// <summary>One character of a set.</summary>
internal sealed record PatternCharacter(CharacterSet Characters) : PatternNode
{
    public override long Least => 1;

    public override long Most => 1;
}

/// <summary>Any text at all, which is before and behind what has no anchor.</summary>
internal sealed record PatternAnything : PatternNode
{
    public override long Least => 0;

    public override long Most => SilentEdge.Unbounded;
}

/// <summary><c>^</c> or <c>$</c>.</summary>
internal sealed record PatternAnchor(bool IsStart) : PatternNode
{
    public override long Least => 0;

    public override long Most => 0;
}

internal sealed record PatternSequence(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override long Least => Bounded(Parts.Sum(part => part.Least));

    public override long Most => Bounded(Parts.Sum(part => part.Most));
}

internal sealed record PatternChoice(IReadOnlyList<PatternNode> Ways) : PatternNode
{
    public override long Least => Ways.Min(way => way.Least);

    public override long Most => Ways.Max(way => way.Most);
}

internal sealed record PatternRepeat(PatternNode Part, int Minimum, int Maximum) : PatternNode
{
    public override long Least => Bounded(Part.Least * Minimum);

    public override long Most => Bounded(Part.Most * Maximum);
}
