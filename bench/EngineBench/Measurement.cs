using System.Diagnostics;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>The answers of one shape to all prompts, the seconds they took, and the processor's seconds, which count the same on a busy machine.</summary>
internal sealed record Measurement(Shape Shape, IReadOnlyList<IReadOnlyList<int>> Answers, IReadOnlyList<EngineStep> Ends, double Seconds, double ProcessorSeconds)
{
    public int Tokens => Answers.Sum(answer => answer.Count);

    public double ProcessorMicrosecondsPerToken => ProcessorSeconds * 1e6 / Tokens;

    public double TokensPerSecond => Tokens / Seconds;

    /// <summary>Completion tokens a verify step, as SGLang defines it, over all answers together.</summary>
    public double? AcceptLength
    {
        get
        {
            var verified = Ends.Where(end => end.Speculation is not null).ToList();
            return verified.Count == 0 ? null : (double)verified.Sum(end => end.CompletionTokens) / verified.Sum(end => end.Speculation!.VerifySteps);
        }
    }

    /// <summary>Answers whose counters do not fit together.</summary>
    public int Violations => Ends.Count(end => end.Speculation is { } speculation && (
        speculation.Histogram.Sum() != speculation.VerifySteps
        || speculation.Histogram.Select((steps, accepted) => steps * accepted).Sum() != speculation.AcceptedDrafts
        || speculation.ProposedDrafts != speculation.VerifySteps * (Shape.DraftTokens - 1)));

    public int SameAs(Measurement other) => Answers.Zip(other.Answers).Count(pair => pair.First.SequenceEqual(pair.Second));

    public static async Task<Measurement> RunAsync(IEngine engine, Shape shape, IReadOnlyList<EngineRequest> requests, int concurrency)
    {
        var answers = new IReadOnlyList<int>[requests.Count];
        var ends = new EngineStep[requests.Count];
        var next = -1;
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < requests.Count)
            {
                var tokens = new List<int>();
                await foreach (var step in engine.Submit(requests[i]).ReadAllAsync())
                {
                    tokens.AddRange(step.NewTokenIds);
                    ends[i] = step;
                }

                answers[i] = tokens;
            }
        }));
        return new Measurement(shape, answers, ends, clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}
