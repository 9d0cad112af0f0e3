namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Keeps a conversation within the context of the server. The room that drafts take is kept free for the widest
/// configuration, so that every configuration allows the same answers.
/// </summary>
internal sealed class ContextLimit(int reserved)
{
    /// <summary>The context in tokens; null where the server does not tell.</summary>
    public int? Tokens { get; set; }

    public static ContextLimit Of(IReadOnlyList<BenchmarkConfiguration> configurations) => new(configurations.Max(configuration => configuration.DraftTokens) + 8);

    /// <summary>
    /// The new tokens that an answer may have, at least 1: what does not fit at all is for the server to refuse. What the user
    /// says later is kept free, and of the rest every answer to come has the same share.
    /// </summary>
    /// <param name="promptTokens">The tokens until now; null where they are not counted here.</param>
    /// <param name="laterTokens">What the user's later turns will add.</param>
    /// <param name="answers">Answers to come, this one included.</param>
    /// <param name="wanted">The limit that is wanted.</param>
    public int? Fit(int? promptTokens, int laterTokens, int answers, int? wanted)
    {
        if (Tokens is not { } context || promptTokens is not { } prompt || wanted is not { } asked)
        {
            return wanted;
        }

        return Math.Clamp((context - prompt - laterTokens - reserved) / answers, 1, asked);
    }
}
