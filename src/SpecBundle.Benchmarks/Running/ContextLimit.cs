namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Keeps prompt and answer within the context of the server. The room that drafts take is kept free for the widest
/// configuration, so that every configuration allows the same answers.
/// </summary>
internal sealed class ContextLimit(int reserved)
{
    private int _cut;

    /// <summary>The context in tokens; null where the server does not tell.</summary>
    public int? Tokens { get; set; }

    /// <summary>Requests that were allowed less than they asked for.</summary>
    public int Cut => Volatile.Read(ref _cut);

    public static ContextLimit Of(IReadOnlyList<BenchmarkConfiguration> configurations) => new(configurations.Max(configuration => configuration.DraftTokens) + 8);

    /// <summary>The new tokens that a prompt leaves room for, at least 1: what does not fit at all is for the server to refuse.</summary>
    public int? Fit(int? promptTokens, int? wanted)
    {
        if (Tokens is not { } context || promptTokens is not { } prompt || wanted is not { } asked || prompt + asked + reserved <= context)
        {
            return wanted;
        }

        Interlocked.Increment(ref _cut);
        return Math.Max(1, context - prompt - reserved);
    }
}
