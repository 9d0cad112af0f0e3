namespace SpeculativeDecoding;

/// <summary>Why a server failed, as far as its log tells.</summary>
/// <param name="Id">A stable name of the cause, for example <c>gpu-out-of-memory</c>; <c>unrecognised</c> where the log shows an error that the catalogue of failures does not know.</param>
/// <param name="Summary">What happened.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="EvidenceLine">The log line that shows it; null where none does.</param>
public sealed record ServerFailure(string Id, string Summary, string Remedy, string? EvidenceLine);
