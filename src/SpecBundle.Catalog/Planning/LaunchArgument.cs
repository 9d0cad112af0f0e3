namespace SpeculativeDecoding;

/// <summary>One element of the command line of a launch plan, as the program receives it.</summary>
public sealed record LaunchArgument
{
    /// <summary>The element: a flag or a value, and <c>--flag=value</c> where the value looks like a flag. A secret is masked.</summary>
    public required string Value { get; init; }

    /// <summary>Why it is there, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asks for it.</summary>
    public required ArgumentSource Source { get; init; }

    /// <summary>The element with its reason.</summary>
    /// <returns>For example <c>--port  # launcher: The port to bind.</c></returns>
    public override string ToString() => $"{Value}  # {SourceName.Of(Source)}: {Reason}";
}
