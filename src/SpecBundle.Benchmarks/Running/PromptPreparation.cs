using System.Collections.Concurrent;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Puts prompts into the target's template and tokens before they are due, once for all configurations: a server does not wait for the client to count.</summary>
internal sealed class PromptPreparation(PromptFormat format)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, PreparedPrompt>> _workloads = new(StringComparer.Ordinal);

    public PromptFormat Format => format;

    /// <summary>The prompts of a workload by their ids.</summary>
    /// <exception cref="BenchmarkException">One can't be put into the template.</exception>
    public IReadOnlyDictionary<string, PreparedPrompt> Of(PlannedWorkload workload, CancellationToken cancellationToken)
    {
        if (_workloads.TryGetValue(workload.Name, out var known))
        {
            return known;
        }

        var prepared = new ConcurrentDictionary<string, PreparedPrompt>(StringComparer.Ordinal);
        try
        {
            Parallel.ForEach(workload.Prompts, new ParallelOptions { CancellationToken = cancellationToken }, prompt => prepared[prompt.Id] = Prepare(workload, prompt));
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is BenchmarkException first)
        {
            throw first;
        }

        return _workloads[workload.Name] = prepared;
    }

    private PreparedPrompt Prepare(PlannedWorkload workload, BenchmarkPrompt prompt)
    {
        var sampling = workload.SamplingOf(prompt);
        var first = format.For(prompt, [], sampling);
        return new PreparedPrompt(prompt, first, format.TokensOf(first), LaterTokens(prompt, first, sampling), PromptHash.Of(prompt));
    }

    private List<int>? LaterTokens(BenchmarkPrompt prompt, GenerateRequest first, SamplingParameters sampling)
    {
        var turns = PlannedWorkload.TurnsOf(prompt);
        if (first.InputIds is not { Count: var tokens })
        {
            return null;
        }

        // The conversation as it will be, less the answers, of which nothing is known yet.
        List<int> counts = [tokens, .. Enumerable.Range(1, turns - 1).Select(turn => format.For(prompt, Enumerable.Repeat("", turn).ToList(), sampling).InputIds!.Count)];
        return [.. counts.Select(count => counts[^1] - count)];
    }
}

/// <summary>A prompt, ready to be sent at the moment it is due.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="First">The request of its first turn.</param>
/// <param name="FirstTokens">Its tokens; null where they are not counted here.</param>
/// <param name="LaterTokens">For each turn, the tokens that the user's later turns will add; null where tokens are not counted here.</param>
/// <param name="Hash">The digest of what is asked.</param>
internal sealed record PreparedPrompt(BenchmarkPrompt Prompt, GenerateRequest First, int? FirstTokens, IReadOnlyList<int>? LaterTokens, string Hash);
