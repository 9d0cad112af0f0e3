namespace SpeculativeDecoding.Embedded;

internal enum EngineFinishKind
{
    Stop,
    Length,
    Abort,
}

/// <summary>Why a request ended.</summary>
/// <param name="Kind">A stop condition, the length limit, or an abort.</param>
/// <param name="MatchedToken">The token that stopped it.</param>
/// <param name="MatchedString">The stop string that was met.</param>
/// <param name="Message">Why it was aborted.</param>
internal sealed record EngineFinish(EngineFinishKind Kind, int? MatchedToken = null, string? MatchedString = null, string? Message = null)
{
    /// <summary>What broke under this request alone; null for every end that was meant.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Whether what was asked for could not be answered, as was found out on the way.</summary>
    public bool IsRefusal { get; init; }
}
