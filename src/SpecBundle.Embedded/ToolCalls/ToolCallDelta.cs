namespace SpeculativeDecoding.Embedded;

/// <summary>A call that begins, with its name, or more of the arguments of one that has begun.</summary>
internal readonly record struct ToolCallDelta(int Index, string? Name, string Arguments);
