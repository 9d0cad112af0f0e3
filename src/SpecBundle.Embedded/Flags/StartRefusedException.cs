namespace SpeculativeDecoding.Embedded;

/// <summary>The server cannot start as it was asked to: one clear line, exit code 1.</summary>
internal sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
