using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>Whether the share of GPU memory that was asked for holds the weights: SGLang loads them first, and then finds no room for a KV cache.</summary>
internal static class MemoryShareStep
{
    // No GPU has more. Where the memory is not known, a share that is too small for this one is too small for all.
    private const long LargestGpu = 1_000_000_000_000;

    private const double EstimateMargin = 0.9;

    // With one of these the weights take less memory than on the disk, or lie elsewhere.
    private static readonly ServerSetting[] Changing =
    [
        ServerSetting.Quantization, ServerSetting.DataType, ServerSetting.TorchAo, ServerSetting.OffloadGigabytes, ServerSetting.OffloadGroup, ServerSetting.LoadFormat,
        ServerSetting.ModelOverrides, ServerSetting.PipelineParallelSize, ServerSetting.Nodes, ServerSetting.ExpertParallelSize,
    ];

    public static void Take(PlanInProgress plan)
    {
        var share = plan.MemoryFraction;
        if (!plan.IsSglang || share is not { } fraction || plan.Target.WeightBytes is not { } weights || Array.Exists(Changing, setting => plan.User.Find(setting) is not null))
        {
            return;
        }

        var memory = plan.Sizing?.GpuMemoryBytes ?? plan.Machine.Gpus?.Select(gpu => gpu.MemoryBytes).DefaultIfEmpty(LargestGpu).Max() ?? LargestGpu;

        // 32-bit weights are loaded as 16-bit ones.
        var needed = weights.Value / plan.TensorParallelSize / (IsSingle(plan) ? 2 : 1);
        var given = (long)(memory * fraction);

        // Weights that a whole GPU does not hold are no matter of the share. Where their size was computed, it may be a few per cent off.
        if (needed < memory && given <= needed * (weights.Certainty == Certainty.Verified ? 1 : EstimateMargin))
        {
            var of = memory == LargestGpu ? "even the largest GPU" : $"the GPU's {ByteSize.Format(memory)}";
            plan.Report.Problem(
                string.Create(CultureInfo.InvariantCulture, $"{ServerSetting.MemoryFraction.Flag} {fraction:0.##########} leaves no KV cache: it is {Size(given)} of {of}, and the target's weights alone take {Size(needed)} on each GPU."),
                "Raise it (0.8 to 0.9 is usual), leave it out, or share the weights out to more GPUs (PlanOptions.TensorParallelSize).");
        }
    }

    private static string Size(long bytes) => ByteSize.Format(bytes);

    private static bool IsSingle(PlanInProgress plan) =>
        plan.Target.WeightFormat?.Value == WeightFormat.Float32 || plan.TargetContents?.Weights.Any(file => file.Header?.Tensors.Any(tensor => tensor.DataType is "F32" or "F64") == true) == true;
}
