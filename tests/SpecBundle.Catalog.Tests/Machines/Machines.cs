namespace SpeculativeDecoding.Tests;

/// <summary>Machines as nvidia-smi describes them.</summary>
internal static class Machines
{
    public static IReadOnlyList<Gpu> EightH200 => Of(8, "NVIDIA H200", 143_771);

    public static IReadOnlyList<Gpu> OneH100 => Of(1, "NVIDIA H100 80GB HBM3", 81_559);

    public static IReadOnlyList<Gpu> Of(int count, string name, long mebibytes) =>
        [.. Enumerable.Range(0, count).Select(index => new Gpu { Index = index, Name = name, MemoryBytes = mebibytes << 20 })];
}
