namespace SpeculativeDecoding.Embedded;

/// <summary>The command line cannot be read: usage text, the message on the last line, exit code 2.</summary>
internal sealed class FlagUsageException(string message) : Exception(message);
