namespace SpeculativeDecoding;

/// <summary>What a request is about, for its errors.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Revision">The branch, tag or commit.</param>
/// <param name="File">The file; null for a question about the repository.</param>
internal sealed record HubQuestion(RepositoryName Repository, string Revision, string? File = null);
