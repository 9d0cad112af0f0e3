namespace SpeculativeDecoding;

/// <summary>What is sent: where to, under which id, and the body, which is written when it is time to.</summary>
internal sealed record ServerRequest(string Route, RequestId Id, Func<ReadOnlyMemory<byte>> Write);
