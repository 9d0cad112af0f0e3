using System.Globalization;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What <c>rocm-smi</c> tells.</summary>
internal static class RocmSmi
{
    private const string Tool = "rocm-smi";
    private const string CardPrefix = "card";
    private static readonly string[] Query = ["--showproductname", "--showuniqueid", "--showmeminfo", "vram", "--json"];

    /// <summary>The GPUs; null where the tool is missing.</summary>
    public static async Task<GpuInventory?> ReadAsync(CancellationToken cancellationToken)
    {
        var output = await ProbeProcess.RunAsync(Tool, Query, cancellationToken).ConfigureAwait(false);
        return output switch
        {
            null => null,
            { ExitCode: 0 } => Read(output.Output),
            _ => GpuInventory.Silent(Tool, output),
        };
    }

    public static GpuInventory Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new GpuInventory([], null, Tool);
            }

            var cards = document.RootElement.EnumerateObject().Where(card => card.Name.StartsWith(CardPrefix, StringComparison.Ordinal));
            return new GpuInventory([.. cards.Select((card, index) => ReadCard(card.Value, NumberOf(card.Name) ?? index))], null, Tool);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new GpuInventory([], null, Tool);
        }
    }

    private static Gpu ReadCard(JsonElement card, int index)
    {
        var total = Number(Text(card, "VRAM Total Memory (B)")) ?? 0;
        return new Gpu
        {
            Index = index,
            Uuid = Text(card, "Unique ID") is { } id && id.StartsWith("0x", StringComparison.Ordinal) ? "GPU-" + id[2..] : null,
            Vendor = GpuVendor.Amd,
            Name = Text(card, "Card Series") ?? Text(card, "Card series") ?? "AMD GPU",
            MemoryBytes = total,
            FreeMemoryBytes = total - Number(Text(card, "VRAM Total Used Memory (B)")),
        };
    }

    private static int? NumberOf(string card) => Number(card[CardPrefix.Length..]) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    private static string? Text(JsonElement card, string name) => card.ValueKind == JsonValueKind.Object && card.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
