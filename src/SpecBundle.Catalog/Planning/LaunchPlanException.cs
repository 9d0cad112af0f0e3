namespace SpeculativeDecoding;

/// <summary>No launch plan can be made from what was given. Its message lists every problem, each with its way out.</summary>
public class LaunchPlanException : SpecBundleException
{
    internal LaunchPlanException(string pair, IReadOnlyList<PlanProblem> problems)
        : base(Describe(pair, problems), hint: null) => Problems = problems;

    /// <summary>Every problem, in the order of the plan.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; }

    private static string Describe(string pair, IReadOnlyList<PlanProblem> problems) =>
        problems.Count == 1
            ? $"No launch plan for {pair}: {problems[0]}"
            : $"No launch plan for {pair}, for {problems.Count} reasons:\n{string.Join('\n', problems.Select(problem => "- " + problem))}";
}
