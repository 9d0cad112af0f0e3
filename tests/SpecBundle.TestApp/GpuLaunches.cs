namespace SpeculativeDecoding.TestApps;

/// <summary>Launches several servers at once, and says of each: <c>turn I</c>, <c>waiting I</c>, <c>ready I GPU</c>, <c>refused I WHY</c>, <c>stopped I HOW</c>.</summary>
internal sealed class GpuLaunches(string python, TimeSpan wait) : IDisposable
{
    private readonly SemaphoreSlim _ends = new(0);

    public async Task RunAsync(int count)
    {
        _ = Task.Run(() =>
        {
            while (Console.ReadLine() is not null)
            {
                _ends.Release();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, count).Select(LaunchAsync));
    }

    public void Dispose() => _ends.Dispose();

    private async Task LaunchAsync(int number)
    {
        var options = new LaunchOptions { Python = python, PullModels = false, WaitForGpu = wait, StopGrace = TimeSpan.FromSeconds(1) };
        try
        {
            await using var server = await SpecBundle.LaunchAsync(Catalog.Llama3_1_8B, options, new Waits(number));
            Console.WriteLine($"ready {number} {server.Plan!.Gpus.Single().Index}");
            await _ends.WaitAsync();
            Console.WriteLine($"stopped {number} {await server.StopAsync()}");
        }
        catch (GpuUnavailableException exception)
        {
            Console.WriteLine($"refused {number} {exception.Message} {exception.Hint}");
        }
        catch (SpecBundleException exception)
        {
            Console.WriteLine($"failed {number} {exception.ToString().ReplaceLineEndings(" | ")}");
        }
    }

    /// <summary>Says once that a launch waits, for its turn and for a GPU.</summary>
    private sealed class Waits(int number) : IProgress<LaunchProgress>
    {
        private readonly HashSet<string> _said = [];

        public void Report(LaunchProgress value)
        {
            var kind = value.Message.StartsWith("Waiting for a GPU", StringComparison.Ordinal) ? "waiting" : "turn";
            if (value.Phase == LaunchPhase.WaitingForGpu && _said.Add(kind))
            {
                Console.WriteLine($"{kind} {number} {value.Message}");
            }
        }
    }
}
