using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>What the tool says and does about GPUs, on a machine that is made of stand-ins.</summary>
public sealed class GpuCommandTests : IDisposable
{
    private const int Timeout = 120_000;
    private readonly GpuMachine _machine = new(gpus: 2);

    [Fact(Timeout = Timeout)]
    public async Task The_plan_says_which_GPU_and_why_in_every_form()
    {
        _machine.Use(gpu: 0, mebibytes: 70_000);

        var text = await RunAsync("plan", "llama-3.1-8b");
        var json = await RunAsync("plan", "llama-3.1-8b", "--gpus", "1", "--tp", "1", "--format", "json");

        Assert.Contains("+ CUDA_VISIBLE_DEVICES=GPU-11111111-0000-0000-0000-000000000000", text.Output, StringComparison.Ordinal);
        Assert.Contains("GPU 1 (NVIDIA H100 80GB HBM3, 85.0 GB free), the freest of those that are enough.", text.OutputLines);
        using var plan = JsonDocument.Parse(json.Output);
        Assert.Equal("GPU-11111111-0000-0000-0000-000000000000", plan.RootElement.GetProperty("environment").GetProperty("CUDA_VISIBLE_DEVICES").GetString());
        Assert.Equal(1, plan.RootElement.GetProperty("gpus").GetProperty("chosen")[0].GetProperty("index").GetInt32());
    }

    [Theory(Timeout = Timeout)]
    [InlineData("--gpus", "first", "named by its number")]
    [InlineData("--gpus", "0,0", "named once")]
    [InlineData("--gpus", "5", "There is no GPU 5")]
    [InlineData("--gpu-share", "2", "above 0 and at most 1")]
    [InlineData("--wait-for-gpu", "-1", "0 or more")]
    public async Task A_mistaken_option_is_refused_in_a_sentence(string option, string value, string said)
    {
        var outcome = await RunAsync("plan", "llama-3.1-8b", $"{option}={value}");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("leases", "SPECBUNDLE_LEASES is 'leases': must be an absolute path.")]
    [InlineData("/dev/null/leases", "SPECBUNDLE_LEASES is '/dev/null/leases': must name a folder that can be written.")]
    public async Task A_folder_for_leases_that_keeps_nobody_apart_is_refused(string folder, string said)
    {
        await using var command = CommandProcess.Start([.. _machine.Environment.Where(variable => variable.Key != "SPECBUNDLE_LEASES"), KeyValuePair.Create("SPECBUNDLE_LEASES", folder)], "launch", "llama-3.1-8b", "--no-fetch");
        var outcome = await command.WaitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_machine.Starts);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_launch_on_a_GPU_that_is_held_hears_who_holds_it_or_waits_for_it()
    {
        await using var first = Start("launch", "llama-3.1-8b", "--gpus", "1", "--no-fetch");
        var gpus = await first.WaitForLineAsync("GPUs", TestContext.Current.CancellationToken);
        Assert.Equal("GPUs     GPU 1 (NVIDIA H100 80GB HBM3, 85.0 GB free), which you named.", gpus);

        var refused = await RunAsync("launch", "llama-3.1-8b", "--gpus", "1", "--no-fetch");
        Assert.Equal(1, refused.ExitCode);
        Assert.Matches(@"GPU 1 is held by llama-3\.1-8b \(process \d+, since \d{4}-", refused.Error);
        var doctor = await RunAsync("doctor");
        Assert.Matches(@"ok\s+GPUs\s+0: NVIDIA H100 80GB HBM3, 85\.5 GB, 85\.0 GB free; 1: NVIDIA H100 80GB HBM3, 85\.5 GB, 85\.0 GB free, held by llama-3\.1-8b \(process \d+, since ", doctor.Output);

        await using var waiting = Start("launch", "llama-3.1-8b", "--gpus", "1", "--no-fetch", "--wait-for-gpu", "100", "--json");
        var next = waiting.WaitForLineAsync("{", TestContext.Current.CancellationToken);
        first.Kill();
        using var ready = JsonDocument.Parse(await next);
        Assert.Equal("GPU-11111111-0000-0000-0000-000000000000", ready.RootElement.GetProperty("gpus")[0].GetProperty("uuid").GetString());
        waiting.PressCtrlC();
        Assert.Contains("the GPU memory is back", (await waiting.WaitAsync(TestContext.Current.CancellationToken)).Error, StringComparison.Ordinal);
        Assert.Empty(_machine.Meetings);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_benchmark_tries_once_more_at_the_end_what_failed_for_want_of_memory_and_says_so()
    {
        _machine.Use(gpu: 0, mebibytes: 79_000);
        _machine.Use(gpu: 1, mebibytes: 79_000);
        var results = Path.Combine(_machine.Path, "results");

        await using var bench = Start("bench", "llama-3.1-8b", "--no-fetch", "--synthetic", "1:5:5", "--no-chat-template", "--wait-for-gpu", "0.5", "--output", results);
        var outcome = await bench.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, outcome.ExitCode);
        string[] said = [.. outcome.ErrorLines.Where(line => line.StartsWith("[0/2] ", StringComparison.Ordinal)).Select(line => line["[0/2] ".Length..])];
        Assert.Equal(2, said.Count(line => line.StartsWith("1,0,0,0 failed: No launch plan for llama-3.1-8b: After ", StringComparison.Ordinal) && line.Contains(" s of waiting, no GPU is free for it at this moment", StringComparison.Ordinal)));
        Assert.True(Array.FindIndex(said, line => line.StartsWith("1,3,1,4 failed", StringComparison.Ordinal)) < Array.FindIndex(said, line => line.StartsWith("1,0,0,0: once more", StringComparison.Ordinal)));
        Assert.Contains(outcome.OutputLines, line => line.StartsWith("Failed: 1,0,0,0: No launch plan", StringComparison.Ordinal));
        Assert.Empty(_machine.Starts);
    }

    public void Dispose() => _machine.Dispose();

    private CommandProcess Start(params string[] arguments) => CommandProcess.Start([.. _machine.Environment], arguments);

    private async Task<CommandOutcome> RunAsync(params string[] arguments)
    {
        await using var command = Start(arguments);
        return await command.WaitAsync(TestContext.Current.CancellationToken);
    }
}
