namespace SpeculativeDecoding;

/// <summary>
/// A GPU that a server is to hold: a lock on a file, by the watchdog and by the server's first process, never by the app, so
/// that the kernel gives it back when, and only when, the server is gone.
/// </summary>
/// <param name="Path">The lease's file; it is made where it is missing, and never deleted.</param>
/// <param name="IsShared">Whether others may share the GPU, if all of them do.</param>
/// <param name="Holder">Who holds it, a JSON object on one line; the watchdog adds <c>watchdog</c> and <c>server</c>, their process ids.</param>
internal sealed record GpuLeaseRequest(string Path, bool IsShared, string Holder);
