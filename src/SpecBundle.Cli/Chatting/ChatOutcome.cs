namespace SpeculativeDecoding.Cli;

/// <summary>How one answer ended.</summary>
/// <param name="Number">The turn, from 1.</param>
/// <param name="Text">What arrived of it.</param>
/// <param name="FinishReason">The word for its end; null where it has none.</param>
/// <param name="Statistics">What was measured; null where its end was not seen.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
internal sealed record ChatOutcome(int Number, string Text, string? FinishReason, RequestStatistics? Statistics, SpecBundleException? Error)
{
    /// <summary>What Ctrl-C makes of an answer.</summary>
    public const string Aborted = "abort";

    public bool IsAborted => Error is null && FinishReason == Aborted;
}
