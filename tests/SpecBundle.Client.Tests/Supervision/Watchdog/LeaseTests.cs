using System.Diagnostics;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>A lease is taken before the start, kept while anything of the server is there, and given back by the kernel.</summary>
public sealed class LeaseTests : IDisposable
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly TemporaryFolder _temporary = new();

    [Fact(Timeout = 60_000)]
    public async Task A_lease_names_its_holder_and_who_finds_it_taken_starts_nothing()
    {
        await using var holder = Start("sleep 1000", Lease("a", holder: """{"pair":"it's \"mine\""}"""));
        await holder.Leased;
        var server = await holder.ProcessId;

        await using var other = Start("echo started", Lease("b"), Lease("a"));
        var taken = await Assert.ThrowsAsync<GpuLeaseTakenException>(() => other.Leased);

        Assert.Equal(PathOf("a"), taken.Path);
        Assert.Equal(75, await other.Exited);
        using var line = JsonDocument.Parse(Assert.Single(await LinesAsync("a")));
        Assert.Equal("it's \"mine\"", line.RootElement.GetProperty("pair").GetString());
        Assert.Equal(server, line.RootElement.GetProperty("server").GetInt32());
        Assert.Contains(ProcessIdentity.DescendantsOf(line.RootElement.GetProperty("watchdog").GetInt32()), process => process.Id == server);

        // What it had taken before it gave back.
        await AssertFreeAsync("b");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stopped_server_gives_its_leases_back_and_the_next_holder_alone_is_named()
    {
        await using var first = Start("sleep 1000", Lease("a", holder: """{"pair":"first","note":"a line that is longer than the next"}"""), Lease("b"));
        await first.Leased;
        await first.StopAsync(TimeSpan.FromSeconds(1));

        await using var second = Start("sleep 1000", Lease("b"), Lease("a", holder: """{"pair":"second"}"""));
        await second.Leased;
        await second.ProcessId;

        using var line = JsonDocument.Parse(Assert.Single(await LinesAsync("a")));
        Assert.Equal("second", line.RootElement.GetProperty("pair").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task Those_who_share_are_all_named_and_keep_out_who_does_not()
    {
        await using var first = Start("sleep 1000", Lease("a", isShared: true, """{"pair":"first"}"""));
        await first.Leased;
        await first.ProcessId;
        await using var second = Start("sleep 1000", Lease("a", isShared: true, """{"pair":"second"}"""));
        await second.Leased;
        await second.ProcessId;
        await using var alone = Start("echo started", Lease("a"));

        await Assert.ThrowsAsync<GpuLeaseTakenException>(() => alone.Leased);
        Assert.Equal(["first", "second"], (await LinesAsync("a")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("pair").GetString()));

        await first.StopAsync(TimeSpan.Zero);
        await using var early = Start("echo started", Lease("a"));
        await Assert.ThrowsAsync<GpuLeaseTakenException>(() => early.Leased);
        await second.StopAsync(TimeSpan.Zero);
        await AssertFreeAsync("a");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_in_the_place_of_a_lease_is_not_followed()
    {
        var target = Path.Combine(_temporary.Path, "precious");
        await File.WriteAllTextAsync(target, "precious", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf("a"))!);
        File.CreateSymbolicLink(PathOf("a"), target);
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();

        await using var process = Start("echo started", lines.Enqueue, Lease("a"));

        Assert.Equal(1, await process.Exited);
        Assert.Empty(lines);
        Assert.Equal($"The lease of a GPU, {PathOf("a")}, can't be taken: Too many levels of symbolic links", process.Refusal?.Summary);
        Assert.Contains("SPECBUNDLE_LEASES", process.Refusal?.Remedy, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_of_leases_and_a_lease_are_everybodys()
    {
        await using var process = Start("sleep 1000", Lease("a"));
        await process.Leased;

        Assert.Equal(Convert.ToInt32("1777", 8), (int)File.GetUnixFileMode(Path.GetDirectoryName(PathOf("a"))!));
        Assert.Equal(Convert.ToInt32("666", 8), (int)File.GetUnixFileMode(PathOf("a")));
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_many_who_want_the_same_at_once_one_gets_it()
    {
        var wanting = Enumerable.Range(0, 6).Select(_ => Start("sleep 1000", Lease("a"))).ToList();
        var held = 0;
        foreach (var process in wanting)
        {
            try
            {
                await process.Leased;
                held++;
            }
            catch (GpuLeaseTakenException)
            {
                Assert.Equal(75, await process.Exited);
            }
        }

        Assert.Equal(1, held);
        foreach (var process in wanting)
        {
            await process.DisposeAsync();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_leases_there_is_nothing_to_wait_for()
    {
        await using var process = Start("sleep 1000");

        Assert.True(process.Leased.IsCompletedSuccessfully);
    }

    public void Dispose() => _temporary.Dispose();

    private string PathOf(string name) => Path.Combine(_temporary.Path, "leases", name + ".lease");

    /// <summary>Read by a program that asks for no lock, which this runtime does for every file that it opens.</summary>
    private async Task<string[]> LinesAsync(string name)
    {
        using var cat = Process.Start(new ProcessStartInfo("cat", [PathOf(name)]) { RedirectStandardOutput = true })!;
        return (await cat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private GpuLeaseRequest Lease(string name, bool isShared = false, string holder = "{}") => new(PathOf(name), isShared, holder);

    private ServerProcess Start(string script, params GpuLeaseRequest[] leases) => Start(script, _ => { }, leases);

    private ServerProcess Start(string script, Action<string> onLine, params GpuLeaseRequest[] leases) =>
        ServerProcess.Start(HostileServer.Command(_mark) with { Program = "/bin/sh", Arguments = ["-c", script], Leases = leases }, onLine);

    private async Task AssertFreeAsync(string name)
    {
        await using var process = Start("exit 0", Lease(name));
        await process.Leased;
        Assert.Equal(0, await process.Exited);
    }
}
