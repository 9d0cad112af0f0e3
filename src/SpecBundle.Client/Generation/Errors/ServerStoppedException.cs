namespace SpeculativeDecoding;

/// <summary>This app stopped the server, let it go, or disposed of the client while the request ran. What had arrived is kept.</summary>
public sealed class ServerStoppedException : GenerateException
{
    /// <summary>An error as the client makes it, for the tests of an app that replaces <see cref="SpecClient"/>.</summary>
    /// <param name="what">Which object ended it, in a sentence.</param>
    /// <param name="partial">What had arrived; null where the request was never sent.</param>
    public ServerStoppedException(string what, PartialAnswer? partial = null)
        : base($"{what}{Arrived(partial)}", "Nothing failed: the app ended it itself. Wait for the answers that matter before that.", partial) => What = what;

    /// <summary>Which object ended it.</summary>
    internal string What { get; }
}
