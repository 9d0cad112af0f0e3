using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>The GPUs of this machine as their driver's tool lists them.</summary>
/// <param name="Gpus">The GPUs that a server would see.</param>
/// <param name="DriverVersion">The driver; null where the tool does not say.</param>
/// <param name="Tool">The tool that answered; null where there is none.</param>
internal sealed record GpuInventory(IReadOnlyList<Gpu> Gpus, string? DriverVersion, string? Tool)
{
    private const long MebiByte = 1024 * 1024;
    private static readonly string[] NvidiaQuery = ["--query-gpu=index,uuid,name,memory.total,memory.free,driver_version", "--format=csv,noheader,nounits"];
    private static readonly string[] RocmQuery = ["--showproductname", "--showmeminfo", "vram", "--json"];

    public static async Task<GpuInventory> ReadAsync(CancellationToken cancellationToken)
    {
        var nvidia = await ProbeProcess.RunAsync("nvidia-smi", NvidiaQuery, cancellationToken).ConfigureAwait(false);
        if (nvidia is { ExitCode: 0 })
        {
            return ReadNvidia(nvidia.Output, Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));
        }

        var rocm = await ProbeProcess.RunAsync("rocm-smi", RocmQuery, cancellationToken).ConfigureAwait(false);
        return rocm is { ExitCode: 0 } ? ReadRocm(rocm.Output) : new GpuInventory([], null, null);
    }

    /// <summary>Rows of <c>index, uuid, name, total MiB, free MiB, driver</c>; what a server may not use is left out.</summary>
    public static GpuInventory ReadNvidia(string csv, string? visibleDevices)
    {
        var rows = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length >= 6 && int.TryParse(cells[0], CultureInfo.InvariantCulture, out _))
            .ToList();
        var visible = visibleDevices?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var used = visible is null
            ? rows
            : [.. visible.Select(name => rows.Find(cells => cells[0] == name || cells[1].StartsWith(name, StringComparison.Ordinal))).TakeWhile(cells => cells is not null).Select(cells => cells!)];
        return new GpuInventory(
            [.. used.Select((cells, index) => new Gpu { Index = index, Name = cells[2], MemoryBytes = (Number(cells[3]) ?? 0) * MebiByte, FreeMemoryBytes = Number(cells[4]) * MebiByte })],
            rows.Count > 0 ? rows[0][5] : null,
            "nvidia-smi");
    }

    public static GpuInventory ReadRocm(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var cards = document.RootElement.EnumerateObject().Where(card => card.Name.StartsWith("card", StringComparison.Ordinal)).ToList();
            return new GpuInventory([.. cards.Select((card, index) => ReadRocmCard(card.Value, index))], null, "rocm-smi");
        }
        catch (JsonException)
        {
            return new GpuInventory([], null, "rocm-smi");
        }
    }

    private static Gpu ReadRocmCard(JsonElement card, int index)
    {
        var total = Number(Text(card, "VRAM Total Memory (B)")) ?? 0;
        var used = Number(Text(card, "VRAM Total Used Memory (B)"));
        return new Gpu { Index = index, Name = Text(card, "Card Series") ?? Text(card, "Card series") ?? "AMD GPU", MemoryBytes = total, FreeMemoryBytes = total - used };
    }

    private static string? Text(JsonElement card, string name) => card.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static long? Number(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
