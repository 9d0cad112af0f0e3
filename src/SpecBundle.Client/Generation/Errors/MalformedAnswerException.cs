namespace SpeculativeDecoding;

/// <summary>The server answered with something that is not the protocol of the route that was asked.</summary>
public sealed class MalformedAnswerException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="problem">What can not be read, as the end of a sentence.</param>
    /// <param name="partial">What had arrived; null where the answer had not begun.</param>
    /// <param name="innerException">What it came from; null where nothing else.</param>
    public MalformedAnswerException(string problem, PartialAnswer? partial = null, Exception? innerException = null)
        : base($"The server's answer cannot be read: {problem}.{Arrived(partial)}", "Check that the address is that of an SGLang server and not of another service or a proxy.", partial, innerException)
    {
    }
}
