namespace SpeculativeDecoding;

/// <summary>The processes that a server computes with, as they were when it was ready. Without one of them it serves nothing more, though its main process may live on for seconds.</summary>
internal sealed class WorkerProcesses
{
    // SGLang names its schedulers and its detokenizer so; older releases leave them the name that multiprocessing gives.
    private static readonly string[] Titles = ["sglang::", "multiprocessing.spawn", "multiprocessing.forkserver"];
    private readonly IReadOnlyList<ProcessEntry> _workers;

    private WorkerProcesses(IReadOnlyList<ProcessEntry> workers) => _workers = workers;

    /// <summary>Whether one of them has ended.</summary>
    public bool HasLost => _workers.Any(worker => ProcessEntry.Read(worker.Id) is not { IsGone: false } now || now.Started != worker.Started);

    /// <summary>None where the system does not tell.</summary>
    public static WorkerProcesses Of(int serverProcessId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new WorkerProcesses([]);
        }

        var processes = ProcessTable.Read();
        return new WorkerProcesses(processes.Find(serverProcessId) is { } server ? [.. processes.TreeOf(server).Skip(1).Where(IsWorker)] : []);
    }

    private static bool IsWorker(ProcessEntry process) =>
        !process.IsGone && ProcessFiles.CommandLine(process.Id) is var command && Titles.Any(title => command.Contains(title, StringComparison.Ordinal));
}
