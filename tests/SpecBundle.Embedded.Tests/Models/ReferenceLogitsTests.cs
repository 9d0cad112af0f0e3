using System.Text.Json;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>Logits of 32 prompts against those of independent implementations in float32 (training/fixtures.py).</summary>
public sealed class ReferenceLogitsTests
{
    private const double Tolerance = 1e-3;
    private const int TargetRows = 4;
    private const int DraftSteps = 3;

    [Fact(Timeout = 120_000)]
    public void Target_and_draft_compute_what_the_reference_computes()
    {
        var reference = SafetensorsFile.Open(TinyPair.Reference("logits.safetensors"));
        using var document = JsonDocument.Parse(File.ReadAllText(TinyPair.Reference("prompts.json")));
        using var pair = new BarePair(TinyPair.Target, TinyPair.Draft);
        var (ofTarget, ofDraft, number) = (0.0, 0.0, 0);
        foreach (var prompt in document.RootElement.EnumerateArray())
        {
            var ids = Integers(prompt, "ids");
            var logits = pair.Target(ids, TargetRows);
            ofTarget = Math.Max(ofTarget, Difference(logits.SelectMany(row => row), Floats(reference, $"target.{number}")));
            Assert.Equal(Integers(prompt, "greedy")[0], Array.IndexOf(logits[^1], logits[^1].Max()));

            var (drafted, tokens) = pair.Draft(ids, Integers(prompt, "greedy")[0], DraftSteps);
            ofDraft = Math.Max(ofDraft, Difference(drafted.SelectMany(row => row), Floats(reference, $"draft.{number}")));
            Assert.Equal(Integers(prompt, "drafted"), tokens);
            number++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{number} prompts: largest difference {ofTarget:E2} (target), {ofDraft:E2} (draft)");
        Assert.Equal(32, number);
        Assert.InRange(ofTarget, 0, Tolerance);
        Assert.InRange(ofDraft, 0, Tolerance);
    }

    [Fact(Timeout = 120_000)]
    public async Task Greedy_answers_are_those_of_the_reference()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(TinyPair.Reference("prompts.json")));
        await using var engine = EngineLoader.Load(TinyPair.Options(3, 1, 4));
        var prompts = document.RootElement.EnumerateArray().ToList();
        var requests = prompts.Select((prompt, i) => new EngineRequest($"reference-{i}", Integers(prompt, "ids"), new EngineSampling { Temperature = 0, MaxNewTokens = 32 }));
        var answers = await Answers.CollectAllAsync(engine, requests, TestContext.Current.CancellationToken);
        Assert.Equal(prompts.Select(prompt => Integers(prompt, "greedy")), answers.Select(answer => answer.Tokens.ToArray()));
    }

    private static double Difference(IEnumerable<float> left, float[] right)
    {
        var values = left.ToList();
        Assert.Equal(right.Length, values.Count);
        return values.Zip(right, (a, b) => (double)Math.Abs(a - b)).Max();
    }

    private static int[] Integers(JsonElement prompt, string name) => [.. prompt.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static float[] Floats(SafetensorsFile file, string name) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.ReadBytes(file.Tensors[name])).ToArray();
}
