using System.Diagnostics;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A folder for the results of a test's runs on the embedded engine, which really speculates.</summary>
public abstract class BenchmarkFolder : IDisposable
{
    private protected const int Timeout = 120_000;

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("specbundle-bench-").FullName;

    private protected string Requests => Path.Combine(Folder, "requests.jsonl");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        OnDispose();
        GC.SuppressFinalize(this);
    }

    private protected virtual void OnDispose()
    {
    }

    private protected static string[] Questions(int count) =>
        [.. Enumerable.Range(0, count).Select(i => $"Mia has {i + 12} marbles. She gives {i + 2} of them to Jonas and finds {i + 5} more. How many marbles does Mia have?")];

    private protected static Task<BenchmarkRun> RunAsync(BenchmarkOptions options, Action<BenchmarkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Benchmark.RunAsync(options, progress is null ? null : new Relay<BenchmarkProgress>(progress), cancellationToken.CanBeCanceled ? cancellationToken : TestContext.Current.CancellationToken);

    private protected BenchmarkOptions Options(string[] questions, Workload? workload = null) => new()
    {
        Pair = Catalog.Tiny,
        Workloads = [workload ?? new PromptWorkload("mine", questions) { MaxNewTokens = 48 }],
        Folder = Folder,
        WarmUpRequests = 1,
    };

    private protected BenchmarkOptions Options(string configuration, string[] questions, Workload? workload = null)
    {
        var options = Options(questions, workload);
        options.Configurations = [configuration];
        return options;
    }

    private protected async Task<IReadOnlyList<RequestRecord>> WrittenAsync() => (await RequestLog.ReadAsync(Requests, TestContext.Current.CancellationToken)).Records;

    /// <summary>Kills the server whose command line has this mark.</summary>
    private protected static void KillServer(string mark)
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(mark, StringComparison.Ordinal))
                    {
                        process.Kill();
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
                {
                    // It has ended meanwhile, or is somebody else's.
                }
            }
        }
    }
}
