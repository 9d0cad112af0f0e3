namespace SpeculativeDecoding.Tests;

/// <summary>What the drivers' tools tell of GPUs.</summary>
public sealed class GpuInventoryTests
{
    private const string Csv = "0, GPU-aaaa, NVIDIA H100 80GB HBM3, 81559, 81000, 580.159.04\n1, GPU-bbbb, NVIDIA H100 80GB HBM3, 81559, 400, 580.159.04\n";

    [Fact(Timeout = 60_000)]
    public void NVIDIA_GPUs_are_read_with_identifier_memory_and_driver()
    {
        var inventory = NvidiaSmi.Read(Csv, list: "");

        Assert.Equal(("580.159.04", "nvidia-smi", 2), (inventory.DriverVersion, inventory.Tool, inventory.Gpus.Count));
        Assert.Equal(new Gpu { Uuid = "GPU-aaaa", Name = "NVIDIA H100 80GB HBM3", MemoryBytes = 81559L << 20, FreeMemoryBytes = 81000L << 20 }, inventory.Gpus[0]);
        Assert.Equal((1, 400L << 20), (inventory.Gpus[1].Index, inventory.Gpus[1].FreeMemoryBytes));
    }

    [Fact(Timeout = 60_000)]
    public void The_parts_of_a_GPU_that_is_divided_stand_in_its_place()
    {
        const string List = """
            GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-aaaa)
              MIG 1g.10gb     Device  0: (UUID: MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
              MIG 3g.40gb     Device  1: (UUID: MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb)
            GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-bbbb)
            """;

        var gpus = NvidiaSmi.Read(Csv, List).Gpus;

        Assert.Equal(["MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f", "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb", "GPU-bbbb"], gpus.Select(gpu => gpu.Uuid));
        Assert.Equal([0, 0, 1], gpus.Select(gpu => gpu.Index));
        Assert.Equal([10L << 30, 40L << 30, 81559L << 20], gpus.Select(gpu => gpu.MemoryBytes));
        Assert.Null(gpus[0].FreeMemoryBytes);
    }

    [Fact(Timeout = 60_000)]
    public void NVLink_neighbours_are_read_from_the_matrix_as_a_terminal_shows_it()
    {
        const string Matrix =
            "\t\u001b[4mGPU0\tGPU1\tGPU2\tGPU3\tNIC0\tCPU Affinity\tNUMA Affinity\tGPU NUMA ID\u001b[0m\n" +
            "GPU0\t X \tNV12\tPHB\tSYS\tPIX\t0-47\t0\t\tN/A\n" +
            "GPU1\tNV12\t X \tSYS\tPHB\tSYS\t0-47\t0\t\tN/A\n" +
            "GPU2\tPHB\tSYS\t X \tNV12\tSYS\t48-95\t1\t\tN/A\n" +
            "GPU3\tSYS\tPHB\tNV12\t X \tSYS\t48-95\t1\t\tN/A\n" +
            "NIC0\tPIX\tSYS\tSYS\tSYS\t X \n\nLegend:\n\n  X    = Self\n  NV#  = Connection traversing a bonded set of # NVLinks\n";

        var links = NvidiaSmi.ReadLinks(Matrix);

        Assert.Equal([[1], [0], [3], [2]], Enumerable.Range(0, 4).Select(gpu => links[gpu]));
        Assert.Empty(NvidiaSmi.ReadLinks("no matrix"));
    }

    [Fact(Timeout = 60_000)]
    public void AMD_GPUs_are_read_with_identifier_and_memory()
    {
        const string Json = """{"card2":{"Unique ID":"0x4f0fbdd0","VRAM Total Memory (B)":"206141652992","VRAM Total Used Memory (B)":"1000","Card Series":"AMD Instinct MI300X"},"system":{}}""";

        var inventory = RocmSmi.Read(Json);

        Assert.Equal(
            new Gpu { Index = 2, Uuid = "GPU-4f0fbdd0", Vendor = GpuVendor.Amd, Name = "AMD Instinct MI300X", MemoryBytes = 206141652992, FreeMemoryBytes = 206141651992 },
            Assert.Single(inventory.Gpus));
        Assert.Empty(RocmSmi.Read("not json").Gpus);
    }
}
