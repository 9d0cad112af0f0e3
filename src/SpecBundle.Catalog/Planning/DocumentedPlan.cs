namespace SpeculativeDecoding;

/// <summary>The part of a plan that the release and the model cards document.</summary>
internal static class DocumentedPlan
{
    public static LaunchPlan Of(LaunchPlan plan)
    {
        var isSglang = plan.Engine == LaunchEngine.Sglang;
        var tokens = plan.Tokens.Where(token => token.IsDocumented)
            .Select(token => isSglang && token.Documented is { } spelling ? token with { Value = spelling } : token);
        return new(
            plan.Pair,
            plan.Engine,
            isSglang ? ProgramStep.Python : plan.Program,
            [.. tokens],
            [.. plan.RealEnvironment.Where(variable => variable.Source == ArgumentSource.Documented)])
        {
            Notes = plan.Notes,
            Algorithm = plan.Algorithm,
            Speculation = plan.Speculation,
            TensorParallelSize = plan.TensorParallelSize,
            Sizing = plan.Sizing,
            Host = plan.Host,
            Port = plan.Port,
            SglangVersion = plan.SglangVersion,
        };
    }
}
