namespace SpeculativeDecoding;

/// <summary>A step of a start.</summary>
/// <param name="Phase">What the server does.</param>
/// <param name="Message">The same in words, without the time.</param>
/// <param name="Elapsed">Time since the launch began.</param>
/// <param name="Current">How many are done, where the server counts; null elsewhere.</param>
/// <param name="Total">How many there are, where the server counts; null elsewhere.</param>
public sealed record LaunchProgress(LaunchPhase Phase, string Message, TimeSpan Elapsed, int? Current = null, int? Total = null);
