using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Runs requests on an engine and collects what came.</summary>
internal static class Answers
{
    public static async Task<Answer> CollectAsync(IEngine engine, EngineRequest request, CancellationToken cancellationToken)
    {
        var steps = new List<EngineStep>();
        await foreach (var step in engine.Submit(request).ReadAllAsync(cancellationToken))
        {
            steps.Add(step);
        }

        return new Answer([.. steps.SelectMany(step => step.NewTokenIds)], steps);
    }

    public static async Task<IReadOnlyList<Answer>> CollectAllAsync(IEngine engine, IEnumerable<EngineRequest> requests, CancellationToken cancellationToken) =>
        await Task.WhenAll(requests.Select(request => CollectAsync(engine, request, cancellationToken)));

    /// <summary>Waits for counters: they are published a moment after the step that changes them was sent.</summary>
    public static async Task<EngineCounters> CountersAsync(IEngine engine, Func<EngineCounters, bool> wanted, CancellationToken cancellationToken)
    {
        EngineCounters counters;
        while (!wanted(counters = engine.Counters))
        {
            await Task.Delay(2, cancellationToken);
        }

        return counters;
    }
}
