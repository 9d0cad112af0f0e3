namespace SpeculativeDecoding;

/// <summary>The server kept silent for longer than the options allow. The request was aborted on the server.</summary>
public sealed class GenerateTimeoutException : GenerateException
{
    internal GenerateTimeoutException(TimeSpan limit, bool beforeFirstToken, PartialAnswer? partial)
        : base(
            FormattableString.Invariant($"The server sent {(beforeFirstToken ? "no token" : "nothing more")} for {limit.TotalSeconds:0.###} s.{Arrived(partial)}"),
            beforeFirstToken
                ? "A long queue or prompt takes its time: SpecClientOptions.FirstTokenTimeout. Otherwise look at the server's log."
                : "Look at the server's log; SpecClientOptions.IdleTimeout sets the limit.",
            partial)
    {
        Limit = limit;
        BeforeFirstToken = beforeFirstToken;
    }

    /// <summary>The limit that passed.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Whether it was the limit for the first token; otherwise the one between two frames.</summary>
    public bool BeforeFirstToken { get; }
}
