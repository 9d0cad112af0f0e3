namespace SpeculativeDecoding;

/// <summary>What would serve a pair is not on this machine.</summary>
public sealed class EngineNotFoundException : SpecBundleException
{
    internal EngineNotFoundException(LaunchEngine engine, string message, string hint, IReadOnlyList<string> searched)
        : base(message, hint) => (Engine, Searched) = (engine, searched);

    /// <summary>What was looked for.</summary>
    public LaunchEngine Engine { get; }

    /// <summary>Where it was looked for, each place with what was found there.</summary>
    public IReadOnlyList<string> Searched { get; }
}
