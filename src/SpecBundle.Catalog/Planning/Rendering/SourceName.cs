namespace SpeculativeDecoding;

/// <summary>The name of a source in renderings.</summary>
internal static class SourceName
{
    public static string Of(ArgumentSource source) => source switch
    {
        ArgumentSource.Documented => "documented",
        ArgumentSource.Pair => "pair",
        ArgumentSource.Launcher => "launcher",
        _ => "user",
    };
}
