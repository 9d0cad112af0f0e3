using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>The processes of a Linux machine at a moment.</summary>
internal sealed class ProcessTable
{
    private readonly Dictionary<int, ProcessEntry> _processes;

    private ProcessTable(IEnumerable<ProcessEntry> processes) => _processes = processes.ToDictionary(process => process.Id);

    public static ProcessTable Read() => new(Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? ProcessEntry.Read(id) : null)
        .OfType<ProcessEntry>());

    public ProcessEntry? Find(int id) => _processes.GetValueOrDefault(id);

    public IEnumerable<ProcessEntry> ChildrenOf(int id) => _processes.Values.Where(process => process.Parent == id);

    /// <summary>The server's processes, itself first: what descends from its watchdog, or from itself where it has none.</summary>
    public IReadOnlyList<ProcessEntry> TreeOf(ProcessEntry server)
    {
        // A process whose parent has ended becomes the watchdog's child. Of a server that lost its watchdog the parent is somebody else.
        var root = WatchdogOf(server)?.Id ?? server.Id;
        return [server, .. _processes.Values.Where(process => process.Id != server.Id && Descends(process, root))];
    }

    /// <summary>What this app started and the server descends from: a watchdog may be several processes, one the child of the other.</summary>
    private ProcessEntry? WatchdogOf(ProcessEntry server)
    {
        for (var (process, steps) = (server, 0); steps < _processes.Count && process.Parent != Environment.ProcessId; steps++)
        {
            if (Find(process.Parent) is not { } parent)
            {
                return null;
            }

            process = parent;
            if (process.Parent == Environment.ProcessId)
            {
                return process;
            }
        }

        return null;
    }

    public IEnumerable<ProcessEntry> Others(IReadOnlyList<ProcessEntry> tree) => _processes.Values.ExceptBy(tree.Select(process => process.Id), process => process.Id);

    private bool Descends(ProcessEntry process, int root)
    {
        // Read one after another, so that a circle is possible: an id that was given again in between.
        for (var steps = 0; steps < _processes.Count; steps++)
        {
            if (process.Id == root)
            {
                return true;
            }

            if (Find(process.Parent) is not { } parent)
            {
                return false;
            }

            process = parent;
        }

        return false;
    }
}
