using System.Text.Json.Nodes;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public sealed class AuxiliaryLayerTests
{
    [Theory(Timeout = 60_000)]
    [InlineData(true, 1, 2, 3)]
    [InlineData(false, 2, 3, 4)]
    public async Task A_draft_that_names_its_layers_names_what_leaves_them(bool same, params int[] named)
    {
        // The random target has seven layers: by default the draft reads what enters layers 2, 3 and 4.
        using var checkpoint = new RandomCheckpoint(seed: 3);
        var byDefault = await DraftedAsync(checkpoint);
        var path = Path.Combine(checkpoint.Draft, "config.json");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        configuration["eagle_config"] = new JsonObject { ["eagle_aux_hidden_state_layer_ids"] = new JsonArray([.. named.Select(layer => (JsonNode)layer)]) };
        await File.WriteAllTextAsync(path, configuration.ToJsonString(), TestContext.Current.CancellationToken);

        var byName = await DraftedAsync(checkpoint);

        Assert.Equal(same, byDefault.SequenceEqual(byName));
    }

    /// <summary>How many drafts were accepted how often: other states draft other tokens.</summary>
    private static async Task<int[]> DraftedAsync(RandomCheckpoint checkpoint)
    {
        await using var engine = EngineLoader.Load(new EngineOptions
        {
            ModelPath = checkpoint.Target,
            DraftModelPath = checkpoint.Draft,
            NumSteps = 3,
            TopK = 1,
            NumDraftTokens = 4,
        });
        var sampling = new EngineSampling { Temperature = 1, Seed = 5, MaxNewTokens = 60, IgnoreEos = true };
        var answers = await Answers.CollectAllAsync(
            engine, Enumerable.Range(0, 8).Select(i => new EngineRequest($"r{i}", [3 + i, 40, 50 + i], sampling with { Seed = (ulong)i })), TestContext.Current.CancellationToken);
        return [.. answers.SelectMany(answer => answer.Last.Speculation!.Histogram)];
    }
}
