using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>What <c>nvidia-smi</c> tells. Its first answer is what counts; what is asked beyond that may fail.</summary>
internal static partial class NvidiaSmi
{
    private const string Tool = "nvidia-smi";
    private const long MebiByte = 1024 * 1024;

    // A million times what there is: beyond, it is no memory.
    private const long MostGibibytes = 1L << 27;
    private static readonly string[] Query = ["--query-gpu=index,uuid,name,memory.total,memory.free,driver_version", "--format=csv,noheader,nounits"];
    private static readonly string[] Processes = ["--query-compute-apps=pid,gpu_uuid", "--format=csv,noheader,nounits"];

    /// <summary>The GPUs; null where the tool is missing.</summary>
    public static async Task<GpuInventory?> ReadAsync(CancellationToken cancellationToken)
    {
        var parts = ProbeProcess.RunAsync(Tool, ["-L"], cancellationToken);
        var gpus = await ProbeProcess.RunAsync(Tool, Query, cancellationToken).ConfigureAwait(false);
        var list = await parts.ConfigureAwait(false);
        return gpus switch
        {
            null => null,
            { ExitCode: 0 } => Read(gpus.Output, list is { ExitCode: 0 } ? list.Output : ""),
            _ => GpuInventory.Silent(Tool, gpus),
        };
    }

    /// <summary>The GPUs with the others that NVLink joins each of them to; as they are where the tool does not tell.</summary>
    public static async Task<IReadOnlyList<Gpu>> WithLinksAsync(IReadOnlyList<Gpu> gpus, CancellationToken cancellationToken)
    {
        var matrix = await ProbeProcess.RunAsync(Tool, ["topo", "-m"], cancellationToken).ConfigureAwait(false);
        if (matrix is not { ExitCode: 0 })
        {
            return gpus;
        }

        var links = ReadLinks(matrix.Output);
        return [.. gpus.Select(gpu => gpu with { NvLinks = links.GetValueOrDefault(gpu.Index, []) })];
    }

    /// <summary>The processes that compute on a GPU, by the numbers of the machine (in a container these may be others, or missing); null where the tool does not tell.</summary>
    public static async Task<IReadOnlyList<(int Process, string Uuid)>?> ReadProcessesAsync(CancellationToken cancellationToken)
    {
        var output = await ProbeProcess.RunAsync(Tool, Processes, cancellationToken).ConfigureAwait(false);
        return output is not { ExitCode: 0 } ? null :
        [
            .. output.Output.Split('\n').Select(line => line.Split(',', StringSplitOptions.TrimEntries))
                .Where(cells => cells.Length >= 2 && Number(cells[0]) is >= 0 and <= int.MaxValue).Select(cells => ((int)Number(cells[0])!.Value, cells[1])),
        ];
    }

    /// <summary>Rows of <c>index, uuid, name, total MiB, free MiB, driver</c>, and the list that has the parts of GPUs that are divided.</summary>
    public static GpuInventory Read(string csv, string list)
    {
        var rows = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length >= 6 && Number(cells[0]) is >= 0 and <= int.MaxValue)
            .ToList();
        var parts = ReadParts(list);
        var gpus = rows.Select(cells => new Gpu
        {
            Index = (int)Number(cells[0])!.Value,
            Uuid = cells[1],
            Name = cells[2],
            MemoryBytes = Mebibytes(cells[3]) ?? 0,
            FreeMemoryBytes = Mebibytes(cells[4]),
        });
        return new GpuInventory([.. gpus.SelectMany(gpu => parts.GetValueOrDefault(gpu.Index) is { } own ? own.Select(part => PartOf(gpu, part)) : [gpu])], rows.Count > 0 ? rows[0][5] : null, Tool);
    }

    /// <summary>The matrix of <c>nvidia-smi topo -m</c>: for each GPU the others that NVLink joins it to.</summary>
    public static Dictionary<int, IReadOnlyList<int>> ReadLinks(string matrix)
    {
        var rows = Escapes().Replace(matrix, "").Split('\n').Select(line => line.Split('\t', StringSplitOptions.TrimEntries)).ToList();
        var heading = rows.Find(row => row.Skip(1).Any(cell => GpuName().IsMatch(cell)));
        var links = new Dictionary<int, IReadOnlyList<int>>();
        foreach (var row in rows.Where(row => row != heading && heading is not null && GpuName().IsMatch(row[0])))
        {
            links[NumberOf(row[0])] = [.. row.Select((cell, column) => (cell, column))
                .Where(pair => NvLink().IsMatch(pair.cell) && pair.column < heading!.Length && GpuName().IsMatch(heading[pair.column]))
                .Select(pair => NumberOf(heading![pair.column]))];
        }

        return links;
    }

    /// <summary>The parts of each GPU that is divided: their profile, which names their memory, and their identifier.</summary>
    private static Dictionary<int, List<(string Profile, string Uuid)>> ReadParts(string list)
    {
        var parts = new Dictionary<int, List<(string Profile, string Uuid)>>();
        var whole = -1;
        foreach (var line in list.Split('\n'))
        {
            if (Whole().Match(line) is { Success: true } found)
            {
                whole = int.TryParse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
            }
            else if (Part().Match(line) is { Success: true } part)
            {
                parts.TryAdd(whole, []);
                parts[whole].Add((part.Groups[1].Value, part.Groups[2].Value));
            }
        }

        return parts;
    }

    private static Gpu PartOf(Gpu whole, (string Profile, string Uuid) part) => whole with
    {
        Uuid = part.Uuid,
        WholeUuid = whole.Uuid,
        Name = $"{whole.Name} MIG {part.Profile}",
        MemoryBytes = ProfileMemory().Match(part.Profile) is { Success: true } memory && Number(memory.Groups[1].Value) is { } size and <= MostGibibytes ? size << 30 : whole.MemoryBytes,
        FreeMemoryBytes = null,
    };

    private static long? Mebibytes(string text) => Number(text) is { } number and <= MostGibibytes * 1024 ? number * MebiByte : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int NumberOf(string gpu) => int.Parse(gpu.AsSpan(3), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^GPU ([0-9]+):")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^\s+MIG (\S+)\s+Device\s+\d+: \(UUID: (MIG-[^)\s]+)\)")]
    private static partial Regex Part();

    [GeneratedRegex(@"([0-9]{1,5})gb")]
    private static partial Regex ProfileMemory();

    [GeneratedRegex(@"^GPU[0-9]{1,4}$")]
    private static partial Regex GpuName();

    [GeneratedRegex(@"^NV\d+$")]
    private static partial Regex NvLink();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Escapes();
}
