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
}

/// <summary>An answer with its steps.</summary>
internal sealed record Answer(IReadOnlyList<int> Tokens, IReadOnlyList<EngineStep> Steps)
{
    public EngineStep Last => Steps[^1];
}
