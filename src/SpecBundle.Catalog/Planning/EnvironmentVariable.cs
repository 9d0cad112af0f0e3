namespace SpeculativeDecoding;

/// <summary>An environment variable of a launch plan.</summary>
public sealed record EnvironmentVariable
{
    /// <summary>Its name, for example <c>HF_HUB_OFFLINE</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its value. A secret is masked.</summary>
    public required string Value { get; init; }

    /// <summary>Why it is set, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asks for it.</summary>
    public required ArgumentSource Source { get; init; }

    /// <summary>The variable with its reason.</summary>
    /// <returns>For example <c>PYTHONUNBUFFERED=1  # launcher: Log lines arrive when they are written.</c></returns>
    public override string ToString() => $"{Name}={Value}  # {SourceName.Of(Source)}: {Reason}";
}
