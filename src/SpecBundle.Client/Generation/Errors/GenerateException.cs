namespace SpeculativeDecoding;

/// <summary>A request that did not end well. What had arrived is kept.</summary>
public abstract class GenerateException : SpecBundleException
{
    private protected GenerateException(string message, string? hint, PartialAnswer? partial = null, Exception? innerException = null)
        : base(message, hint, innerException) => Partial = partial;

    /// <summary>What had arrived of the answer; null where no answer had been asked for, or the request was never sent.</summary>
    public PartialAnswer? Partial { get; }

    /// <summary>The end of a message that says how much had arrived.</summary>
    private protected static string Arrived(PartialAnswer? partial) => partial switch
    {
        null => "",
        { Statistics.CompletionTokens: null or 0 } => " Nothing of the answer had arrived.",
        { Statistics.CompletionTokens: 1 } => " 1 token had arrived and is kept.",
        { Statistics.CompletionTokens: var tokens } => FormattableString.Invariant($" {tokens} tokens had arrived and are kept."),
    };
}
