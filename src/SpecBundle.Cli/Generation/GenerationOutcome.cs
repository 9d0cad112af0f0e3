namespace SpeculativeDecoding.Cli;

/// <summary>How one request ended: its result, or what went wrong with what had arrived.</summary>
internal sealed record GenerationOutcome(Prompt Prompt, GenerateResult? Result, SpecBundleException? Error)
{
    public PartialAnswer? Partial => (Error as GenerateException)?.Partial;
}
