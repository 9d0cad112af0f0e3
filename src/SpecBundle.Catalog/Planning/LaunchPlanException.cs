using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>No launch plan can be made from what was given. Its message lists every problem, its hint the ways out in the same order.</summary>
public class LaunchPlanException : SpecBundleException
{
    internal LaunchPlanException(string pair, IReadOnlyList<PlanProblem> problems)
        : base(Describe(pair, problems), Remedies(problems)) => Problems = problems;

    /// <summary>Every problem, in the order of the plan.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; }

    private static string Describe(string pair, IReadOnlyList<PlanProblem> problems) =>
        problems.Count == 1
            ? $"No launch plan for {pair}: {problems[0].Message}"
            : string.Create(CultureInfo.InvariantCulture, $"No launch plan for {pair}, for {problems.Count} reasons:\n{Listed(problems.Select(problem => problem.Message))}");

    private static string Remedies(IReadOnlyList<PlanProblem> problems) =>
        problems.Count == 1 ? problems[0].Remedy : Listed(problems.Select(problem => problem.Remedy).Distinct());

    private static string Listed(IEnumerable<string> sentences) => string.Join('\n', sentences.Select(sentence => "- " + sentence));
}
