namespace SpeculativeDecoding;

/// <summary>Finds why a server failed in the end of its log.</summary>
internal static class FailureDiagnosis
{
    /// <summary>The first cause found.</summary>
    /// <param name="logTail">The last log lines, oldest first.</param>
    /// <param name="exitCode">The exit code; null while the process lives. 137 and -9 say nothing: SGLang ends itself by SIGKILL.</param>
    /// <returns>The cause; null where the log shows none.</returns>
    public static ServerFailure? Find(IReadOnlyList<string> logTail, int? exitCode) => new FailureSearch(logTail, exitCode).Find();
}
