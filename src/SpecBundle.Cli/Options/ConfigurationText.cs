using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary>A value of <c>--config-list</c>, refused before a server is started where none could be started with it.</summary>
internal static class ConfigurationText
{
    /// <exception cref="UsageException">It is no configuration, or one that the server would change.</exception>
    public static BenchmarkConfiguration Parse(string text)
    {
        BenchmarkConfiguration configuration;
        try
        {
            configuration = BenchmarkConfiguration.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }

        if (configuration.Speculation is not { } speculation)
        {
            return configuration;
        }

        var (steps, most) = (configuration.Steps, speculation.MaxUsefulDraftTokens);
        return speculation switch
        {
            { TopK: 1 } when configuration.DraftTokens != steps + 1 =>
                throw new UsageException($"{text}: with top-k 1, SGLang changes the draft tokens to steps + 1. Write {configuration with { DraftTokens = steps + 1 }}."),
            _ when configuration.DraftTokens > most =>
                throw new UsageException($"{text}: the tree holds {most} tokens at most. Write {configuration with { DraftTokens = most }}, or more steps or branches."),
            _ => configuration,
        };
    }
}
