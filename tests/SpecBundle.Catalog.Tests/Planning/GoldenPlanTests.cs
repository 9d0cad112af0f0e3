using System.Runtime.CompilerServices;

namespace SpeculativeDecoding.Tests;

/// <summary>A plan for each released pair on 8 GPUs of 141 GB with SGLang 0.5.17, line by line. SPECBUNDLE_WRITE_GOLDEN=1 writes them anew.</summary>
public sealed class GoldenPlanTests
{
    public static TheoryData<string> Ids => [.. Catalog.All.Where(pair => pair.DefaultEngine == LaunchEngine.Sglang).Select(pair => pair.Id)];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Ids))]
    public async Task The_plan_of_each_released_pair_is_the_reviewed_one(string id)
    {
        var plan = LaunchPlan.Create(
            Catalog.Find(id),
            new PlanOptions { Port = 30_000, ApiKey = "secret-key", SglangVersion = "0.5.17", AllowRemoteCode = true },
            new LaunchMachine { Gpus = Machines.EightH200 });
        var text = $"{plan.ToText()}\n\n{plan.Documented().ToShell()}\n";
        var path = Path.Combine(Folder(), id + ".txt");

        if (Environment.GetEnvironmentVariable("SPECBUNDLE_WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
        Assert.DoesNotContain("secret-key", text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public void There_are_fifteen_released_pairs()
    {
        Assert.Equal(15, Ids.Count);
        Assert.Equal(15, Directory.GetFiles(Folder(), "*.txt").Length);
    }

    private static string Folder([CallerFilePath] string file = "")
    {
        // A deterministic build maps source paths away, so the folder is also copied beside the tests.
        var source = Path.Combine(Path.GetDirectoryName(file)!, "golden");
        return Directory.Exists(source) ? source : Path.Combine(AppContext.BaseDirectory, "Planning", "golden");
    }
}
