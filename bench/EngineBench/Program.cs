using System.Globalization;
using SpeculativeDecoding.Benchmarks;
using SpeculativeDecoding.Embedded;

// Plain decoding against speculation, in one process on the same prompts: tokens/s, accept length, and whether the
// answers are the same token for token.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = BenchOptions.Parse(args);
Shape[] shapes = [Shape.Plain, new(3, 1, 4), new(5, 1, 6), new(7, 1, 8), new(3, 4, 8)];
Measurement? plain = null;
Console.WriteLine("steps, top-k, draft tokens | tokens | tokens/s | accept length | speed-up | processor us/token | equal to plain | counters that disagree");
foreach (var shape in shapes)
{
    await using var engine = EngineLoader.Load(new EngineOptions
    {
        ModelPath = Path.Combine(options.Pair, "target"),
        DraftModelPath = shape == Shape.Plain ? null : Path.Combine(options.Pair, "draft"),
        NumSteps = shape.Steps,
        TopK = shape.TopK,
        NumDraftTokens = shape.DraftTokens,
        DisablePrefixCache = true,
        Threads = options.Threads,
    });
    var requests = Prompts.Read(options, engine);
    await Measurement.RunAsync(engine, shape, [.. requests.Take(5)], options.Concurrency);
    var measured = await Measurement.RunAsync(engine, shape, requests, options.Concurrency);
    plain ??= measured;
    Console.WriteLine(
        $"{shape,-26} | {measured.Tokens,6} | {measured.TokensPerSecond,8:F0} | {measured.AcceptLength,13:F3} | {measured.TokensPerSecond / plain.TokensPerSecond,8:F2} | "
        + $"{measured.ProcessorMicrosecondsPerToken,18:F0} | {measured.SameAs(plain)} of {requests.Count} | {measured.Violations}");
}
