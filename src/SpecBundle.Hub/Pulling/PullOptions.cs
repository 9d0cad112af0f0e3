namespace SpeculativeDecoding;

/// <summary>What is pulled, and how. Where the Hub and the cache are, and with which token, is said by <see cref="HubOptions"/>.</summary>
public sealed class PullOptions
{
    /// <summary>The branch, tag or commit of the target.</summary>
    /// <value>The default value is <c>main</c>.</value>
    public string TargetRevision { get; set; } = "main";

    /// <summary>The branch, tag or commit of the draft.</summary>
    /// <value>The default value is <c>main</c>.</value>
    public string DraftRevision { get; set; } = "main";

    /// <summary>Whether the draft is pulled, too.</summary>
    /// <value>The default value is true.</value>
    public bool UseDraft { get; set; } = true;

    /// <summary>The connections that may be open at once, over all files; each needs 256 KiB of memory.</summary>
    /// <value>The default value is 8.</value>
    public int MaxConnections { get; set; } = 8;

    /// <summary>How long a connection may bring nothing before it is made again.</summary>
    /// <value>The default value is null: <c>HF_HUB_DOWNLOAD_TIMEOUT</c>, else ten seconds. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan? StallTimeout { get; set; }

    /// <summary>How long the whole pull may take. What arrived until then is kept.</summary>
    /// <value>The default value is <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: as long as it takes.</value>
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <exception cref="InvalidValueException">A property has a value that can't be meant.</exception>
    internal void Check()
    {
        OptionRules.Revision("PullOptions.TargetRevision", TargetRevision);
        OptionRules.Revision("PullOptions.DraftRevision", DraftRevision);
        OptionRules.Positive("PullOptions.MaxConnections", MaxConnections);
        TimeLimit.Check("PullOptions.StallTimeout", StallTimeout ?? System.Threading.Timeout.InfiniteTimeSpan);
        TimeLimit.Check("PullOptions.Timeout", Timeout);
    }
}
