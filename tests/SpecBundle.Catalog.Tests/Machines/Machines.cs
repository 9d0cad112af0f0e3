namespace SpeculativeDecoding.Tests;

/// <summary>Machines as nvidia-smi describes them.</summary>
internal static class Machines
{
    public static IReadOnlyList<Gpu> EightH200 => Of(8, "NVIDIA H200", 143_771);

    public static IReadOnlyList<Gpu> OneH100 => Of(1, "NVIDIA H100 80GB HBM3", 81_559);

    /// <summary>H100s with so many mebibytes free each, as nvidia-smi tells them.</summary>
    public static IReadOnlyList<Gpu> WithFree(params long[] mebibytes) =>
        [.. mebibytes.Select((free, index) => new Gpu { Index = index, Uuid = Uuid(index), Name = "NVIDIA H100 80GB HBM3", MemoryBytes = 81_559L << 20, FreeMemoryBytes = free << 20 })];

    public static string Uuid(int index) => $"GPU-{new string((char)('0' + index), 8)}-0000-0000-0000-000000000000";

    public static IReadOnlyList<Gpu> Of(int count, string name, long mebibytes) =>
        [.. Enumerable.Range(0, count).Select(index => new Gpu { Index = index, Name = name, MemoryBytes = mebibytes << 20 })];
}
