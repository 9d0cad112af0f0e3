namespace SpeculativeDecoding;

/// <summary>What a log line says about a start: <see cref="LaunchProgress"/> without the time.</summary>
internal sealed record StartUpStep(LaunchPhase Phase, string Message, int? Current = null, int? Total = null)
{
    public LaunchProgress At(TimeSpan elapsed) => new() { Phase = Phase, Message = Message, Elapsed = elapsed, Current = Current, Total = Total };
}
