namespace SpeculativeDecoding.Benchmarks;

/// <summary>A draft that has stopped being accepted changes no answer, only the speed: nothing else would tell.</summary>
internal sealed class CollapsedAcceptanceAnalyzer : IAnalyzer
{
    private const double Collapsed = 1.1;

    public IEnumerable<Finding> Analyze(AnalyzedCell cell, ReportOptions options)
    {
        if (cell.Cell.TokensPerVerifyStep is { } tokens && (tokens.IsBounded ? tokens.High : tokens.Estimate) < Collapsed)
        {
            yield return cell.Warning(FindingKind.AcceptanceCollapsed,
                $"The draft is hardly ever accepted: a verify step brings {tokens.Estimate:F2} tokens, and without any draft it would bring 1. A draft for another target, tokenizer or chat template looks like this, and so do weights that were not loaded.");
        }
    }
}
