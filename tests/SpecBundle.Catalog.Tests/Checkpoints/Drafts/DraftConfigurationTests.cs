using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>Drafts in the shape of released ones, each beside its target: planned as what it is, or refused with the reason.</summary>
public sealed class DraftConfigurationTests
{
    private static readonly Dictionary<string, JsonNode> Drafts = File.ReadLines(PathOf("drafts.jsonl")).Select(line => JsonNode.Parse(line)!).ToDictionary(draft => draft["name"]!.GetValue<string>());
    private static readonly JsonNode Targets = JsonNode.Parse(File.ReadAllText(PathOf("targets.json")))!;

    public static TheoryData<string> Names => [.. Drafts.Keys];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public void A_draft_is_planned_as_what_it_is_or_refused_with_the_reason(string name)
    {
        var draft = Drafts[name];
        string? Said(string property) => draft[property]?.GetValue<string>();
        using var targetFolder = new CheckpointFolder(Targets[Said("target")!]!.ToJsonString());
        using var draftFolder = new CheckpointFolder(draft["config"]!.ToJsonString());
        LaunchPlan Plan() => Planned.Plan(new ModelPair(targetFolder.Path, draftFolder.Path), Said("release") ?? "0.5.17", change: options => options.TensorParallelSize = 1);

        if (Said("refused") is { } reason)
        {
            var problem = Planned.Problem(Plan);
            Assert.Contains(reason, problem.Message, StringComparison.Ordinal);

            // A release that lacks the algorithm is the plan's own problem; all else is the draft's.
            Assert.Equal(reason.StartsWith("does not have", StringComparison.Ordinal) ? null : draftFolder.Path, problem.Checkpoint?.Checkpoint);
            return;
        }

        var plan = Plan();
        Assert.Equal((Said("algorithm"), Said("tokens")), (plan.Algorithm!.Name, plan.Speculation!.ToString()));
        Assert.Equal(Said("algorithm"), plan.ValueOf("--speculative-algorithm"));
        Assert.Equal(plan.Speculation.DraftTokens.ToString(System.Globalization.CultureInfo.InvariantCulture), plan.ValueOf("--speculative-num-draft-tokens"));

        // SGLang has no use for them where a block is proposed, and would warn.
        var isBlock = plan.Algorithm.Name is "DFLASH" or "DSPARK";
        Assert.Equal(isBlock, plan.ValueOf("--speculative-num-steps") is null);
        Assert.Equal(isBlock, plan.ValueOf("--speculative-eagle-topk") is null);
        if (Said("said") is { } note)
        {
            Assert.Contains(note, string.Join('\n', plan.Notes), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public void The_configurations_of_the_catalogs_own_drafts_are_not_doubted()
    {
        Assert.All(Drafts.Values.Where(draft => draft["algorithm"] is not null), draft =>
        {
            var target = new CheckpointConfiguration(JsonSerializer.SerializeToElement(Targets[draft["target"]!.GetValue<string>()]));
            Assert.Null(DraftReading.DescriptionOfDraft(target));
        });
    }

    [Theory(Timeout = 60_000)]
    [InlineData("EAGLE3 for Llama 3.1", "an EAGLE3 draft (LlamaForCausalLMEagle3)")]
    [InlineData("EAGLE 2 for Llama 2", "an EAGLE draft (LlamaForCausalLMEagle)")]
    [InlineData("Domino", "a Domino draft (DFlashDraftModel)")]
    [InlineData("DSpark", "a DSpark draft (Qwen3DSparkModel)")]
    [InlineData("EAGLE3 of speculators", "an EAGLE3 draft in the format of the library speculators (Eagle3Speculator)")]
    [InlineData("P-EAGLE of SpecForge", "a P-EAGLE draft (PEagleDraftModel)")]
    [InlineData("EAGLE3 as EAGLE's own repository writes it", "an EAGLE3 draft in the format of EAGLE's own repository (LlamaForCausalLM)")]
    public void A_draft_in_the_place_of_the_target_is_told_from_a_model(string name, string description)
    {
        using var folder = new CheckpointFolder(Drafts[name]["config"]!.ToJsonString());
        using var model = new CheckpointFolder(Targets["qwen3-8b"]!.ToJsonString());
        var problem = Planned.Problem(() => Planned.Plan(new ModelPair(folder.Path, model.Path)));

        Assert.Equal(CheckpointProblemKind.SwappedRoles, problem.Checkpoint!.Kind);
        Assert.Contains($"is {description}: were target and draft swapped?", problem.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1, "an EAGLE3 draft")]
    [InlineData(2, "a P-EAGLE draft")]
    public void A_draft_is_parallel_from_two_tokens_in_one_pass_on(int step, string name)
    {
        var config = JsonSerializer.Deserialize<JsonElement>($$$"""{"architectures":["LlamaForCausalLMEagle3"],"draft_vocab_size":32000,"eagle_config":{"parallel_draft_step":{{{step}}}}}""");

        Assert.Equal(name, DraftReading.KindOf(new CheckpointConfiguration(config)).Name);
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Drafts", file);
}
