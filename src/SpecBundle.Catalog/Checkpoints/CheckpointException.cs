namespace SpeculativeDecoding;

/// <summary>A checkpoint can't be served, by a look at its files: some are cut short, missing, or do not fit its configuration. Nothing was started, and nothing downloaded but what was looked at.</summary>
public sealed class CheckpointException : SpecBundleException
{
    internal CheckpointException(string checkpoint, IReadOnlyList<CheckpointProblem> problems)
        : base(
            problems.Count == 1 ? problems[0].Message : $"{checkpoint} can't be served, for {problems.Count} reasons:\n{string.Join('\n', problems.Select(problem => "- " + problem.Message))}",
            string.Join(' ', problems.Select(problem => problem.Remedy).Distinct())) =>
        (Checkpoint, Problems) = (checkpoint, problems);

    /// <summary>The folder or the repository.</summary>
    public string Checkpoint { get; }

    /// <summary>Every problem found.</summary>
    public IReadOnlyList<CheckpointProblem> Problems { get; }
}
