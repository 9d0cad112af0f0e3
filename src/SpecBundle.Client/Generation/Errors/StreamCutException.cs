namespace SpeculativeDecoding;

/// <summary>The answer stopped before its end: no final frame and no <c>[DONE]</c>. A dying server leaves it so.</summary>
public sealed class StreamCutException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="partial">What had arrived.</param>
    /// <param name="innerException">What it came from; null where nothing else.</param>
    public StreamCutException(PartialAnswer partial, Exception? innerException = null)
        : base("The connection ended before the answer did." + Arrived(partial), "Look at the end of the server's log: a server whose scheduler died cuts its streams like this.", partial, innerException)
    {
    }
}
