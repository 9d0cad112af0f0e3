namespace SpeculativeDecoding.Embedded;

/// <summary>A chat template that is broken, asks for more than this engine reads, or refuses the messages.</summary>
internal sealed class TemplateException(string message) : Exception(message);
