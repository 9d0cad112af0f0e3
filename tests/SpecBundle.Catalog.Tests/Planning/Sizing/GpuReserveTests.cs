namespace SpeculativeDecoding.Tests;

/// <summary>What SGLang keeps free of a GPU: 512 MiB, 1.5 MiB for each token of a prefill chunk, 2 MiB for each captured size, 128 MiB for each GPU that shares the target.</summary>
public sealed class GpuReserveTests
{
    private const long Mebibyte = 1L << 20;

    [Theory(Timeout = 30_000)]
    [InlineData(16, 1, 3_728)]
    [InlineData(16, 8, 4_624)]
    [InlineData(20, 1, 6_880)]
    [InlineData(24, 3, 7_136)]
    [InlineData(24, 4, 7_488)]
    [InlineData(35, 1, 6_848)]
    [InlineData(48, 3, 7_104)]
    [InlineData(48, 4, 7_488)]
    [InlineData(60, 1, 13_440)]
    [InlineData(80, 3, 13_696)]
    [InlineData(80, 4, 14_336)]
    [InlineData(141, 8, 14_848)]
    [InlineData(160, 1, 26_240)]
    [InlineData(192, 8, 27_136)]
    public void The_reserve_grows_with_the_GPU_and_with_the_tensor_parallel_size(int gibibytes, int tensorParallelSize, long mebibytes)
    {
        var reserve = GpuReserve.Of(gibibytes * 1024L * Mebibyte, tensorParallelSize, memoryFraction: null);

        Assert.Equal(("kept free", mebibytes * Mebibyte), (reserve.Name, reserve.Bytes));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(19.999, 3_728)]
    [InlineData(34.999, 6_880)]
    [InlineData(59.999, 6_848)]
    [InlineData(159.999, 13_440)]
    public void The_next_size_begins_where_SGLang_s_does(double gibibytes, long mebibytes) =>
        Assert.Equal(mebibytes * Mebibyte, GpuReserve.Of((long)(gibibytes * 1024 * Mebibyte), 1, memoryFraction: null).Bytes);

    [Fact(Timeout = 30_000)]
    public void A_share_for_weights_and_cache_leaves_the_rest()
    {
        var reserve = GpuReserve.Of(80_000_000_000, 1, memoryFraction: 0.75);

        Assert.Equal((20_000_000_000, "outside --mem-fraction-static 0.75"), (reserve.Bytes, reserve.Origin));
    }
}
