using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>A real app with a real server, killed at random moments. SPECBUNDLE_SOAK=200 runs it at full length.</summary>
public sealed class KilledAppTests
{
    private const int LongestMilliseconds = 2_500;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("SPECBUNDLE_SOAK") ?? "12", CultureInfo.InvariantCulture);

    [Fact(Timeout = 3_600_000)]
    public async Task An_app_that_is_killed_at_any_moment_leaves_no_process_and_no_port()
    {
        var random = new Random();
        for (var round = 0; round < Rounds; round++)
        {
            var (tag, port) = (Guid.NewGuid().ToString("N"), PortPicker.Pick("127.0.0.1"));
            using var app = Start(tag, port, rounds: 20);
            var drained = app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var moment = random.Next(LongestMilliseconds);
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            app.Kill();
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);

            var left = await TaggedProcesses.LeftAfterAsync(tag, Limit, TestContext.Current.CancellationToken);
            Assert.True(left.Count == 0, $"Killed after {moment} ms, round {round}: {string.Join('\n', left)}");
            Assert.True(PortPicker.IsFree("127.0.0.1", port), $"Killed after {moment} ms: port {port} is taken.");
            await drained;
        }
    }

    [Fact(Timeout = 3_600_000)]
    public async Task An_app_that_stops_its_server_leaves_no_process_and_no_port()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (tag, port) = (Guid.NewGuid().ToString("N"), PortPicker.Pick("127.0.0.1"));
            using var app = Start(tag, port, rounds: 1);
            var output = await app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(0, app.ExitCode);
            Assert.Contains("the port is free", output, StringComparison.Ordinal);
            Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, Limit, TestContext.Current.CancellationToken));
        }
    }

    private static Process Start(string tag, int port, int rounds)
    {
        var start = new ProcessStartInfo("dotnet", [TestApp.Path, port.ToString(CultureInfo.InvariantCulture), rounds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        start.Environment[TaggedProcesses.Variable] = tag;
        return Process.Start(start)!;
    }
}
