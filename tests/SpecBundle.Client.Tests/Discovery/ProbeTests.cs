namespace SpeculativeDecoding.Tests;

/// <summary>Probes of the machine that hang, flood or talk nonsense: each has an end, and takes its children along.</summary>
public sealed class ProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_probe_that_hangs_is_ended_with_its_children()
    {
        using var folder = new TemporaryFolder();
        var ids = Path.Combine(folder.Path, "ids");

        var answer = await ProbeProcess.RunAsync("/bin/sh", ["-c", $"sleep 600 & echo $! >{ids}; setsid sleep 600 & echo $! >>{ids}; wait"], Cancellation);

        Assert.Equal("did not answer within 10 s", answer?.Failure);
        await AssertGoneAsync(ids);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_probe_that_floods_is_ended()
    {
        var answer = await ProbeProcess.RunAsync("/bin/sh", ["-c", "yes flood & yes flood >&2"], Cancellation);

        Assert.Equal("wrote without an end, and was ended", answer?.Failure);
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_a_flood_no_more_is_read_than_an_answer_may_have()
    {
        var flood = new EndlessStream();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var reader = new ProbeReader(new StreamReader(flood), 1 << 20, limit);

        Assert.False(await reader.EndAsync());
        Assert.True(reader.HasFlooded);
        Assert.InRange(flood.BytesRead, 1 << 20, (1 << 20) + (64 << 10));
        Assert.InRange(reader.Text.Length, 1 << 20, (1 << 20) + (4 << 10));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_child_that_a_probe_left_behind_is_ended_and_its_answer_kept()
    {
        using var folder = new TemporaryFolder();
        var ids = Path.Combine(folder.Path, "ids");

        var answer = await ProbeProcess.RunAsync("/bin/sh", ["-c", $"echo 0.5.17; setsid sleep 600 & echo $! >{ids}"], Cancellation);

        Assert.Equal((0, "0.5.17\n"), (answer?.ExitCode, answer?.Output));
        await AssertGoneAsync(ids);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("echo Welcome to this machine; echo; exit 0", "prints something else")]
    [InlineData("printf '\\033[2J\\033]0;t\\a'; exit 0", "prints something else: \uFFFD[2J\uFFFD]0;t\uFFFD")]
    [InlineData("head -c 100000 /dev/urandom; exit 0", "prints something else")]
    [InlineData("exit 0", "has no SGLang")]
    [InlineData("echo broken >&2; exit 3", "failed with exit code 3: broken")]
    [InlineData("exec yes x", "wrote without an end")]
    public async Task A_python_that_is_none_is_told_by_what_it_does(string script, string told)
    {
        using var folder = new TemporaryFolder();
        var python = Path.Combine(folder.Path, "python3");
        Script.Write(python, $"#!/bin/sh\n{script}\n");

        var (found, searched) = await SglangInstallation.SearchAsync(python, Cancellation);

        Assert.Null(found);
        Assert.Contains(told, Assert.Single(searched), StringComparison.Ordinal);
        Assert.DoesNotContain(searched[0], char.IsControl);
    }

    [Fact(Timeout = 120_000)]
    public void Nonsense_of_the_drivers_tools_is_no_GPU_and_no_crash()
    {
        string[] pieces = ["0", "99999999999999999999", "-1", "GPU-a", "N/A", "[Not Supported]", "", "٣", "GPU99999", "GPU٣", "NV12", "\t", ",", "\n", "{", "}", "[", "]", "\"card0\":", "\"card99999999999\":", "\"card\":", "null", "\"\\ud800\"", "\"VRAM Total Memory (B)\":", ":", "GPU 0: x (UUID: GPU-a)\n  MIG 99999gb Device 0: (UUID: MIG-a)", "81559", "\u001b[4m"];
        for (var seed = 0; seed < Soak.Inputs(brief: 5_000, full: 100_000); seed++)
        {
            var random = new Random(seed);
            var text = string.Join(random.Next(2) == 0 ? ", " : "", Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));

            Assert.All(NvidiaSmi.Read(text, text).Gpus, gpu => Assert.True(gpu.MemoryBytes >= 0));
            NvidiaSmi.ReadLinks(text);
            RocmSmi.Read(text);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.1/", "/usr/share/dotnet/dotnet")]
    [InlineData("/home/me/.dotnet/shared/Microsoft.NETCore.App/10.0.1", "/home/me/.dotnet/dotnet")]
    [InlineData("/opt/app/", null)]
    [InlineData("/", null)]
    public void The_host_of_an_installation_lies_above_its_runtime(string runtime, string? host) => Assert.Equal(host, DotnetHost.BesideRuntime(runtime));

    private static async Task AssertGoneAsync(string ids)
    {
        foreach (var id in await File.ReadAllLinesAsync(ids, Cancellation))
        {
            while (Directory.Exists($"/proc/{id}") && !(await File.ReadAllTextAsync($"/proc/{id}/stat", Cancellation)).Contains(") Z ", StringComparison.Ordinal))
            {
                await Task.Delay(20, Cancellation);
            }
        }
    }
}
