namespace SpeculativeDecoding;

/// <summary>A failure after which trying again makes sense. It never leaves the Hub's client: the last one becomes its inner exception.</summary>
internal sealed class PassingFailureException(HubException becomes, TimeSpan? retryAfter = null) : Exception(becomes.Message, becomes)
{
    /// <summary>What the caller gets once the attempts are used up.</summary>
    public HubException Becomes { get; } = becomes;

    /// <summary>How long the Hub asks to wait; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
