namespace SpeculativeDecoding;

/// <summary>The server answered with something that is not the protocol of <c>/generate</c>.</summary>
public sealed class MalformedAnswerException : GenerateException
{
    internal MalformedAnswerException(string problem, PartialAnswer? partial = null, Exception? innerException = null)
        : base($"The server's answer cannot be read: {problem}.{Arrived(partial)}", "Check that the address is that of an SGLang server and not of another service or a proxy.", partial, innerException)
    {
    }
}
