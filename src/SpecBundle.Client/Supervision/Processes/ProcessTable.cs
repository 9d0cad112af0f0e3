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
        var root = LineOf(server).FirstOrDefault(process => process.Parent == Environment.ProcessId)?.Id ?? server.Id;
        return [server, .. _processes.Values.Where(process => process.Id != server.Id && LineOf(process).Any(ancestor => ancestor.Id == root))];
    }

    public IEnumerable<ProcessEntry> Others(IReadOnlyList<ProcessEntry> tree) => _processes.Values.ExceptBy(tree.Select(process => process.Id), process => process.Id);

    /// <summary>A process, its parent, and so on. Of a watchdog that is several processes, one the child of the other, all are in it.</summary>
    private IEnumerable<ProcessEntry> LineOf(ProcessEntry process)
    {
        // Read one after another, so that a circle is possible: an id that was given again in between.
        var next = process;
        for (var steps = 0; next is not null && steps < _processes.Count; steps++)
        {
            yield return next;
            next = Find(next.Parent);
        }
    }
}
