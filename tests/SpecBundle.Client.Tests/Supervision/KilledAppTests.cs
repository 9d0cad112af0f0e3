using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding.Tests;

/// <summary>A real app with a real server, killed at random moments.</summary>
[LongForm]
public sealed class KilledAppTests
{
    private const int LongestMilliseconds = 2_500;
    private const int LongestStopMilliseconds = 400;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static int Rounds { get; } = Soak.Rounds(brief: 3, full: 20);

    [Fact(Timeout = 3_600_000)]
    public async Task An_app_that_is_killed_at_any_moment_leaves_no_process_no_port_and_no_file()
    {
        var random = new Random();
        var reached = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            var (tag, port) = (Guid.NewGuid().ToString("N"), PortPicker.Pick("127.0.0.1"));

            // A stop is short: random moments would hardly ever meet one, so every third kill waits for it.
            var duringStop = round % 3 == 2;
            using var temporary = new TemporaryFolder();
            using var app = Start(tag, port, temporary, rounds: duringStop ? 1 : 200);
            var said = "nothing";
            var drained = DrainAsync(app, "stopping", line => said = line);
            if (duringStop)
            {
                await drained;
            }

            var moment = random.Next(duringStop ? LongestStopMilliseconds : LongestMilliseconds);
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            app.Kill();
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);

            var left = await TaggedProcesses.LeftAfterAsync(tag, Limit, TestContext.Current.CancellationToken);
            Assert.True(left.Count == 0, $"Killed after {moment} ms, round {round}: {string.Join('\n', left)}");
            Assert.True(PortPicker.IsFree("127.0.0.1", port), $"Killed after {moment} ms: port {port} is taken.");
            Assert.Empty(temporary.Find("specbundle-*"));
            await drained;
            reached[said] = reached.GetValueOrDefault(said) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine("What the app had said last: " + string.Join(", ", reached.Select(count => $"{count.Key} {count.Value}")));
    }

    [Fact(Timeout = 3_600_000)]
    public async Task An_app_that_stops_its_server_leaves_no_process_no_port_and_no_file()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (tag, port) = (Guid.NewGuid().ToString("N"), PortPicker.Pick("127.0.0.1"));
            using var temporary = new TemporaryFolder();
            using var app = Start(tag, port, temporary, rounds: 1);
            var output = await app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await app.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(0, app.ExitCode);
            Assert.Contains("the port is free", output, StringComparison.Ordinal);
            Assert.Empty(await TaggedProcesses.LeftAfterAsync(tag, Limit, TestContext.Current.CancellationToken));
            Assert.Empty(temporary.Find("specbundle-*"));
        }
    }

    private static async Task DrainAsync(Process app, string last, Action<string> onMark)
    {
        while (await app.StandardOutput.ReadLineAsync() is { } line)
        {
            // Answers are printed too; only the app's own words tell where it is.
            if (line is "ready" or "stopping")
            {
                onMark(line);
            }

            if (line == last)
            {
                return;
            }
        }
    }

    private static Process Start(string tag, int port, TemporaryFolder temporary, int rounds)
    {
        var start = new ProcessStartInfo("dotnet", [TestApp.Path, port.ToString(CultureInfo.InvariantCulture), rounds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        start.Environment[TaggedProcesses.Variable] = tag;
        start.Environment["TMPDIR"] = temporary.Path;
        return Process.Start(start)!;
    }
}
