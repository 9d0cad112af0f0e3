using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>The rules that all public types of the package keep.</summary>
public sealed class PublicTypeTests
{
    // Value types in spirit, which users write in one breath: their parts are their meaning and will not grow.
    private static readonly Type[] Written = [typeof(SpeculationSettings), typeof(Fact<>)];

    private static readonly Type[] Types = typeof(Catalog).Assembly.GetExportedTypes();

    public static TheoryData<string> Enums => [.. Types.Where(type => type.IsEnum).Select(type => type.FullName!)];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Enums))]
    public void A_value_of_an_enumeration_is_its_name_in_JSON(string name)
    {
        var type = typeof(Catalog).Assembly.GetType(name)!;
        foreach (var value in Enum.GetValues(type))
        {
            var json = JsonSerializer.Serialize(value, type);
            Assert.Equal($"\"{value}\"", json);
            Assert.Equal(value, JsonSerializer.Deserialize(json, type));
        }
    }

    [Fact(Timeout = 30_000)]
    public void No_record_has_a_positional_constructor_so_that_a_new_field_breaks_nobody()
    {
        var positional = Types.Except(Written).Where(type => type.GetMethod("Deconstruct") is not null).Select(type => type.Name);
        Assert.Empty(positional);
    }

    [Fact(Timeout = 30_000)]
    public void Models_pairs_machines_and_plans_print_in_one_readable_line()
    {
        var machine = new LaunchMachine { Gpus = Machines.OneH100, SglangVersion = "0.5.17" };
        var plan = LaunchPlan.Create(Catalog.Qwen3_30B, new PlanOptions { Port = 31_000 }, machine);

        Assert.Equal("Qwen/Qwen3-30B-A3B-Instruct-2507 (license apache-2.0, 30.5 B parameters, 61.0 GB, 262,144 tokens of context)", Catalog.Qwen3_30B.Target.ToString());
        Assert.Equal("AQ-MedAI/Kimi-K2-Instruct-eagle3 (EAGLE3, license mit)", Catalog.Kimi_K2.Draft!.ToString());
        Assert.Equal("lab/model", new TargetModel("lab/model").ToString());
        Assert.StartsWith("qwen3-30b: Qwen/Qwen3-30B-A3B-Instruct-2507 -> lmsys/", Catalog.Qwen3_30B.ToString(), StringComparison.Ordinal);
        Assert.Equal("1 GPU (NVIDIA H100 80GB HBM3), SGLang 0.5.17", machine.ToString());
        Assert.Equal("GPU 0: NVIDIA H100 80GB HBM3, 85.5 GB", machine.Gpus[0].ToString());
        Assert.Equal("qwen3-30b on SGLang 0.5.17, GPU 0, speculation 3,1,4, at 127.0.0.1:31000", plan.ToString());
        Assert.Equal("tiny on the embedded server, no draft, at [::1]:a free port", Planned.Plan(Catalog.Tiny, change: options => (options.UseDraft, options.Host) = (false, "::1")).ToString());
        Assert.Equal("61.0 GB weights", plan.Sizing!.Terms[0].ToString());
        Assert.Equal("config.json, model.safetensors, without training_state.pt", Catalog.Kimi_K2.Draft.Download!.ToString());
        Assert.Equal("--max-running-requests  # launcher: Explicit, because SGLang silently lowers it to 48 under speculative decoding; more requests wait in a queue.", plan.Arguments.Single(argument => argument.Value == "--max-running-requests").ToString());
    }

    [Fact(Timeout = 30_000)]
    public void No_record_prints_the_name_of_a_type_in_the_place_of_a_list()
    {
        var plan = Planned.Plan(Catalog.Kimi_K2, machine: new LaunchMachine { Gpus = Machines.EightH200 }, change: options => options.AllowRemoteCode = true);
        object[] printed = [.. Catalog.All, .. Catalog.All.Select(pair => pair.Target), .. Catalog.All.Select(pair => pair.Draft!), plan, plan.Sizing!, .. plan.Arguments, .. plan.Environment, .. Catalog.Kimi_K2.RecommendedArguments, .. Catalog.Kimi_K2.PublishedResults.Rows];
        Assert.All(printed, item => Assert.DoesNotMatch(@"System\.|\{|\n", item.ToString()!));
    }
}
