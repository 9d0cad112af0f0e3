using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of GPU memory, host memory, shared memory and disk.</summary>
internal static partial class MemoryFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "cuda-graph-capture",
            GraphCapture,
            "Capturing the CUDA graphs failed.",
            "Lower MemoryFractionStatic (--mem-fraction-static 0.8 or 0.7), or capture fewer sizes with the extra argument --cuda-graph-max-bs 16 (--cuda-graph-max-bs-decode in new releases). --disable-cuda-graph starts, but costs much speed."),
        new(
            "gpu-out-of-memory",
            GpuMemory,
            "A GPU has too little memory for the weights, the KV cache and the CUDA graphs together.",
            "Lower MemoryFractionStatic (0.7 to 0.8 with a draft), MaxRunningRequests or ContextLength, or share the weights among more GPUs with TensorParallelSize. See that no other process holds the GPU."),
        new(
            "kv-cache-no-room",
            CacheRoom,
            "After the weights of target and draft, the share of GPU memory for them and the KV cache is used up.",
            "Raise MemoryFractionStatic. If it then runs out of memory elsewhere, the pair does not fit: more GPUs (TensorParallelSize), a shorter ContextLength, or an 8-bit cache (--kv-cache-dtype fp8_e5m2)."),
        new(
            "gpu-memory-unbalanced",
            Unbalanced,
            "The GPUs differ in free memory: another process holds some of it.",
            "Free the GPUs (nvidia-smi lists who holds them), or choose others with CUDA_VISIBLE_DEVICES in Environment. SGLANG_ENABLE_TP_MEMORY_INBALANCE_CHECK=0 turns the check off."),
        new(
            "shared-memory-full",
            SharedMemory,
            "The shared memory of the machine (/dev/shm) is full.",
            "In a container give more: docker run --shm-size 32g, or --ipc host."),
        new(
            "disk-full",
            Disk,
            "The disk is full.",
            "Free some of it, or keep the models elsewhere: HF_HOME in Environment, or the extra argument --download-dir."),
        new(
            "host-out-of-memory",
            HostMemory,
            "The memory of the machine itself, not of the GPU, ran out.",
            "Give it more memory or swap. While kernels are compiled, MAX_JOBS=4 in Environment runs fewer compilers at once."),
    ];

    [GeneratedRegex(@"Capture cuda graph failed", RegexOptions.CultureInvariant)]
    private static partial Regex GraphCapture { get; }

    [GeneratedRegex(@"(?:OutOfMemoryError|CUDA error): (?:CUDA )?out of memory|CUDA out of memory\.", RegexOptions.CultureInvariant)]
    private static partial Regex GpuMemory { get; }

    [GeneratedRegex(@"Not enough memory\. Please try to increase --mem-fraction-static", RegexOptions.CultureInvariant)]
    private static partial Regex CacheRoom { get; }

    [GeneratedRegex(@"[Tt]he memory capacity is unbalanced", RegexOptions.CultureInvariant)]
    private static partial Regex Unbalanced { get; }

    [GeneratedRegex(@"unable to write to file </torch_|unable to (?:open|allocate) shared memory|\bBus error\b", RegexOptions.CultureInvariant)]
    private static partial Regex SharedMemory { get; }

    [GeneratedRegex(@"\[Errno 28\]|No space left on device|Not enough free disk space to download", RegexOptions.CultureInvariant)]
    private static partial Regex Disk { get; }

    [GeneratedRegex(@"Out of memory: Killed process|oom-kill|\bMemoryError\b|std::bad_alloc|Cannot allocate memory|Killed\s+(?:ninja|cicc|nvcc)|(?:ninja|cicc|nvcc)\b.*\bKilled\b", RegexOptions.CultureInvariant)]
    private static partial Regex HostMemory { get; }
}
