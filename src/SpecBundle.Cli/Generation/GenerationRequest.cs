namespace SpeculativeDecoding.Cli;

/// <summary>What a run asks of the server.</summary>
internal sealed record GenerationRequest(IReadOnlyList<Prompt> Prompts, int MaxNewTokens, double Temperature)
{
    public GenerateRequest For(Prompt prompt) => new()
    {
        Prompt = prompt.Text,
        InputIds = prompt.InputIds,
        Sampling = new SamplingParameters { Temperature = Temperature, MaxNewTokens = prompt.MaxNewTokens ?? MaxNewTokens },
    };
}
