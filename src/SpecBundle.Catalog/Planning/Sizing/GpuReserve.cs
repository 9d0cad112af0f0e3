namespace SpeculativeDecoding;

/// <summary>What SGLang keeps free on a GPU for activations and CUDA graphs, by its own rule, which depends on the GPU's size.</summary>
internal static class GpuReserve
{
    private const long Mebibyte = 1L << 20;
    private const long Gibibyte = 1L << 30;

    public static MemoryTerm Of(long gpuMemoryBytes, int tensorParallelSize, double? memoryFraction)
    {
        if (memoryFraction is { } fraction)
        {
            return Kept((long)(gpuMemoryBytes * (1 - fraction)), FormattableString.Invariant($"outside --mem-fraction-static {fraction}"));
        }

        var gibibytes = gpuMemoryBytes / (double)Gibibyte;
        var prefill = gibibytes switch { < 20 => 2048, < 60 => 4096, < 160 => 8192, _ => 16_384 };
        var graphs = gibibytes switch
        {
            < 20 => 8,
            < 35 => tensorParallelSize < 4 ? 48 : 160,
            < 60 => tensorParallelSize < 4 ? 32 : 160,
            < 160 => tensorParallelSize < 4 ? 256 : 512,
            _ => 512,
        };
        var reserve = (512 * Mebibyte) + (prefill * 3 * Mebibyte / 2) + (graphs * 2 * Mebibyte) + (tensorParallelSize * Gibibyte / 8);

        // SGLang keeps 10 GiB at least on GPUs above 60 GiB, which this always exceeds.
        return Kept(reserve, "SGLang's own reserve for activations and CUDA graphs");
    }

    private static MemoryTerm Kept(long bytes, string origin) => new() { Name = "kept free", Bytes = bytes, Origin = origin };
}
