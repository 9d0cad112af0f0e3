namespace SpeculativeDecoding.Benchmarks;

/// <summary>Acceptance alone says nothing about speed.</summary>
internal sealed class SlowDraftAnalyzer : IAnalyzer
{
    private const double AcceptedWell = 1.5;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell.Cell is not { Speedup.Overall: { High: < 1 } speedup, TokensPerVerifyStep.Estimate: >= AcceptedWell and var tokens, AcceptLength.Estimate: var length })
        {
            yield break;
        }

        var slower = 100 * (1 - speedup.Estimate);
        yield return cell.Cell.VerifyStepCost is { } cost
            ? cell.Warning(FindingKind.DraftSlowsDown,
                $"The draft is accepted well ({tokens:F2} tokens a verify step) and still the server is {slower:F0} % slower with it: a verify step costs {cost.Ratio.Estimate:F2} plain steps, so that it pays from an accept length of {cost.BreakEvenAcceptLength.Estimate:F2} on, and here it is {length:F2}. Fewer draft tokens or fewer requests at once make a verify step cheaper.")
            : cell.Warning(FindingKind.DraftSlowsDown,
                $"The draft is accepted well ({tokens:F2} tokens a verify step) and still the server is {slower:F0} % slower with it: verifying costs more than it saves. Fewer draft tokens or fewer requests at once make a verify step cheaper.");
    }
}
