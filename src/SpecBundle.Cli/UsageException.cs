namespace SpeculativeDecoding.Cli;

/// <summary>A command line that parses and still says something that can't be done.</summary>
internal sealed class UsageException(string message) : Exception(message);
