namespace SpeculativeDecoding;

/// <summary>A chat template that is broken, asks for more than this package reads, or refuses the messages.</summary>
internal sealed class TemplateException(string message) : Exception(message);
