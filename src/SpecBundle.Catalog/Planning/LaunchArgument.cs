namespace SpeculativeDecoding;

/// <summary>One element of the command line of a launch plan, as the program receives it.</summary>
/// <param name="Value">The element: a flag or a value, never both. A secret is masked.</param>
/// <param name="Reason">Why it is there, in one sentence.</param>
/// <param name="Source">Who asks for it.</param>
public sealed record LaunchArgument(string Value, string Reason, ArgumentSource Source);
