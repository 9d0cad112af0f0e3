namespace SpeculativeDecoding;

/// <summary>An environment variable of a launch plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value. A secret is masked.</param>
/// <param name="Reason">Why it is set, in one sentence.</param>
/// <param name="Source">Who asks for it.</param>
public sealed record EnvironmentVariable(string Name, string Value, string Reason, ArgumentSource Source);
