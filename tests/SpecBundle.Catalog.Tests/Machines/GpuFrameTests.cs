namespace SpeculativeDecoding.Tests;

/// <summary>Which GPUs an environment leaves, by CUDA's own rules.</summary>
public sealed class GpuFrameTests
{
    private static readonly IReadOnlyList<Gpu> Four = Machines.WithFree(81_000, 81_000, 81_000, 81_000);

    private static readonly IReadOnlyList<Gpu> Divided =
    [
        Part(0, "MIG-aaaaaaaa-0000"), Part(0, "MIG-bbbbbbbb-0000"), Four[1],
    ];

    private static readonly IReadOnlyList<Gpu> Amd =
        [.. Enumerable.Range(0, 4).Select(index => new Gpu { Index = index, Uuid = $"GPU-{index}{index}aa", Vendor = GpuVendor.Amd, Name = "AMD Instinct MI300X", MemoryBytes = 192L << 30 })];

    [Theory(Timeout = 30_000)]
    [InlineData(null, "0 1 2 3")]
    [InlineData("2", "2")]
    [InlineData("3,1", "3 1")]
    [InlineData(" 3 , 1 ", "3 1")]
    [InlineData("", "")]
    [InlineData("-1", "")]
    [InlineData("NoDevFiles", "")]
    [InlineData("none", "")]
    [InlineData("0,-1,2", "0")]
    [InlineData("0,9,2", "0")]
    [InlineData("0,,2", "0")]
    [InlineData("1,1", "")]
    [InlineData("0,GPU-00000000,2", "")]
    [InlineData("1gpu2,2", "1 2")]
    [InlineData("GPU-22222222-0000-0000-0000-000000000000", "2")]
    [InlineData("GPU-2,GPU-00000000-0000", "2 0")]
    [InlineData("GPU-", "")]
    [InlineData("GPU-9,0", "")]
    [InlineData("22222222", "")]
    public void A_variable_leaves_what_CUDA_would_see(string? value, string left)
    {
        var frame = GpuFrame.Of(Four, name => name == "CUDA_VISIBLE_DEVICES" ? value : null);

        Assert.Equal(left, string.Join(' ', frame.Gpus.Select(gpu => gpu.Index)));
        Assert.Equal(value is null, frame.Description is null);
        if (value is not null)
        {
            Assert.StartsWith($"CUDA_VISIBLE_DEVICES={value}", frame.Description, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("MIG-bbbbbbbb-0000", "MIG-bbbbbbbb-0000")]
    [InlineData("MIG-b", "MIG-bbbbbbbb-0000")]
    [InlineData("0", "MIG-aaaaaaaa-0000")]
    [InlineData("MIG-b,MIG-a", "MIG-bbbbbbbb-0000 MIG-aaaaaaaa-0000")]
    [InlineData("MIG-c", "")]
    public void A_part_of_a_GPU_is_named_by_its_identifier_and_the_first_by_the_number_of_the_whole(string value, string left)
    {
        var frame = GpuFrame.Of(Divided, name => name == "CUDA_VISIBLE_DEVICES" ? value : null);

        Assert.Equal(left, string.Join(' ', frame.Gpus.Select(gpu => gpu.Uuid)));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(null, "2,3", null, "2 3")]
    [InlineData(null, null, "1", "1")]
    [InlineData(null, "0", "1", "0")]
    [InlineData("2,3", null, null, "2 3")]
    [InlineData("2,3", "1", null, "3")]
    [InlineData("GPU-11aa", "0", null, "1")]
    public void ROCm_s_own_variable_comes_first_and_HIP_counts_what_it_leaves(string? rocr, string? hip, string? cuda, string left)
    {
        var frame = GpuFrame.Of(Amd, name => name switch { "ROCR_VISIBLE_DEVICES" => rocr, "HIP_VISIBLE_DEVICES" => hip, "CUDA_VISIBLE_DEVICES" => cuda, _ => null });

        Assert.Equal(left, string.Join(' ', frame.Gpus.Select(gpu => gpu.Index)));
    }

    [Fact(Timeout = 30_000)]
    public void A_frame_within_a_frame_leaves_the_same()
    {
        foreach (var (gpus, variable, value) in new[] { (Four, "CUDA_VISIBLE_DEVICES", "3,1"), (Divided, "CUDA_VISIBLE_DEVICES", "0,1"), (Amd, "ROCR_VISIBLE_DEVICES", "3,2") })
        {
            string? Variable(string name) => name == variable ? value : null;
            var once = GpuFrame.Of(gpus, Variable);

            Assert.Equal(once.Gpus, GpuFrame.Of(once.Gpus, Variable).Gpus);
        }
    }

    private static Gpu Part(int index, string uuid) =>
        new() { Index = index, Uuid = uuid, WholeUuid = "GPU-00000000-0000", Name = "NVIDIA A100 MIG 3g.40gb", MemoryBytes = 40L << 30 };
}
