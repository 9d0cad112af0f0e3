namespace SpeculativeDecoding;

/// <summary>What a line of the log says about whether a start still moves.</summary>
internal enum LifeSign
{
    /// <summary>Nothing: a request's line of the access log, or what was said before.</summary>
    None,

    /// <summary>Something new was said.</summary>
    News,

    /// <summary>A count or a phase has moved on.</summary>
    Advance,
}
