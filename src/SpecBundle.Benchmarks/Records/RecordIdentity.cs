namespace SpeculativeDecoding.Benchmarks;

/// <summary>Which records are of the same request.</summary>
internal static class RecordIdentity
{
    /// <summary>Whether two records of one prompt are of the same sending, the later one with its score.</summary>
    public static bool IsSameRequest(this RequestRecord record, RequestRecord other) => (record.Session, record.SentSeconds) == (other.Session, other.SentSeconds);
}
