using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of GPU memory, host memory, shared memory and disk.</summary>
internal static partial class MemoryFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "kv-cache-no-room",
            NamedFraction,
            "The weights of target and draft take all of the share of GPU memory that was set (--mem-fraction-static {given}), so there is no room for a KV cache.",
            "Raise PlanOptions.MemoryFractionStatic above {least}, as the line says; if it then runs out of memory elsewhere, the pair does not fit: more GPUs (PlanOptions.TensorParallelSize).")
        {
            Reports = ["SemiAnalysisAI/InferenceX#2128", "sgl-project/sglang#36583"],
        },
        new(
            "kv-cache-no-room",
            CacheRoom,
            "After the weights of target and draft, the share of GPU memory for them and the KV cache is used up.",
            "Raise PlanOptions.MemoryFractionStatic. If it then runs out of memory elsewhere, the pair does not fit: more GPUs (PlanOptions.TensorParallelSize), a shorter PlanOptions.ContextLength, or an 8-bit cache (--kv-cache-dtype fp8_e5m2).")
        {
            Reports = ["sgl-project/sglang#4330", "sgl-project/sglang#4895", "sgl-project/sglang#322", "sgl-project/sglang#6875", "zhaochenyang20/Awesome-ML-SYS-Tutorial#259"],
        },
        new(
            "cuda-graph-capture",
            GraphMemory,
            "The GPU memory ran out while the CUDA graphs were captured.",
            "Lower PlanOptions.MemoryFractionStatic (to 0.8 or 0.7), or capture fewer sizes with the extra argument --cuda-graph-max-bs 16 (--cuda-graph-max-bs-decode in new releases). --disable-cuda-graph starts, but costs much speed.")
        {
            Reports = ["sgl-project/sglang#1467", "sgl-project/sglang#4489"],
        },
        new(
            "gpu-out-of-memory",
            GpuMemory,
            "A GPU has too little memory for the weights, the KV cache and the CUDA graphs together.",
            "Lower PlanOptions.MemoryFractionStatic (0.7 to 0.8 with a draft), PlanOptions.MaxRunningRequests or PlanOptions.ContextLength, or share the weights among more GPUs with PlanOptions.TensorParallelSize. See that no other process holds the GPU.")
        {
            Reports = ["sgl-project/sglang#5285", "sgl-project/sglang#4330"],
        },
        new(
            "gpu-memory-unbalanced",
            Unbalanced,
            "The GPUs differ in free memory: another process holds some of it.",
            "Free the GPUs (nvidia-smi lists who holds them), or choose others with PlanOptions.Gpus. SGLANG_ENABLE_TP_MEMORY_INBALANCE_CHECK=0 in PlanOptions.Environment turns the check off."),
        new(
            "weights-unreadable",
            BusError,
            "A process ended with a bus error while it read a weight file: the file is cut short, or its disk or network share failed.",
            "Compare the files with the Hub's (hf download NAME --force-download), look at dmesg, and keep them on a local disk. In a container too little shared memory does the same: docker run --shm-size 32g.")
        {
            Scope = FailureScope.Crash,
            Where = LoadingFrame,
            Reports = ["sgl-project/sglang#6083"],
        },
        new(
            "shared-memory-full",
            SharedMemory,
            "The shared memory of the machine (/dev/shm) is full.",
            "In a container give more: docker run --shm-size 32g, or --ipc host."),
        new(
            "disk-full",
            Disk,
            "The disk is full.",
            "Free some of it, or keep the models elsewhere: HF_HOME in PlanOptions.Environment, or the extra argument --download-dir."),
        new(
            "host-out-of-memory",
            HostCache,
            "The memory of the machine is too small for the part of the KV cache that is kept there.",
            "Lower --hicache-size or --hicache-ratio, or leave --enable-hierarchical-cache out."),
        new(
            "host-out-of-memory",
            HostMemory,
            "The memory of the machine itself, not of the GPU, ran out.",
            "Give it more memory or swap. While kernels are compiled, MAX_JOBS=4 in PlanOptions.Environment runs fewer compilers at once."),
        new(
            "too-many-files",
            Files,
            "The server may not open as many files as it needs.",
            "Raise the limit: ulimit -n 65535 before the app starts, or docker run --ulimit nofile=65535.")
        {
            Scope = FailureScope.Exception | FailureScope.Crash,
            Reports = ["Ziems/arbor#48"],
        },
        new(
            "too-many-threads",
            Threads,
            "The server may not start as many threads or processes as it needs.",
            "Raise the limit (ulimit -u, docker run --pids-limit -1), or start fewer: OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1 in PlanOptions.Environment.")
        {
            Reports = ["VTool-R1/VTool-R1#9", "infiniflow/ragflow#5342", "opensandbox-group/OpenSandbox#447", "MIC-DKFZ/nnUNet#1343"],
        },
        new(
            "file-system",
            FileSystem,
            "The file system failed while files were read: {line}.",
            "Look at dmesg and at the network share; a copy of the models on a local disk is the way around.")
        {
            Scope = FailureScope.Exception,
        },
        new(
            "permission-denied",
            Permission,
            "The server may not write or read where it must: {line}.",
            "Give its user the right, or put the caches where it has it: HF_HOME, SGLANG_CACHE_DIR, TRITON_CACHE_DIR and FLASHINFER_WORKSPACE_BASE in PlanOptions.Environment.")
        {
            Scope = FailureScope.Exception,
        },
    ];

    [GeneratedRegex(@"leave no GPU memory for the KV cache under --mem-fraction-static=(?<given>[\d.]*\d)\.?\s+Raise --mem-fraction-static above (?<least>[\d.]*\d)", RegexOptions.CultureInvariant)]
    private static partial Regex NamedFraction { get; }

    [GeneratedRegex(@"(?:Not enough (?:GPU )?memory\. Please try to increase|leave no GPU memory for the KV cache under) --mem-fraction-static|Please try to increase --mem-fraction-static|max_running_requests? is zero|No available memory for the cache", RegexOptions.CultureInvariant)]
    private static partial Regex CacheRoom { get; }

    [GeneratedRegex(@"(?:Capture cuda graph failed|CUDA graph capture failed): .*out of memory", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex GraphMemory { get; }

    [GeneratedRegex(@"(?:OutOfMemoryError|(?:CUDA|HIP)(?: driver| runtime)? error): (?:(?:CUDA|HIP) )?out of memory|(?:CUDA|HIP) out of memory\b|Cuda failure (?:\d+ )?'out of memory|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC_FAILED|cudaErrorMemoryAllocation|Triton Error \[(?:CUDA|HIP)\]: out of memory|CUDA_ERROR_OUT_OF_MEMORY", RegexOptions.CultureInvariant)]
    private static partial Regex GpuMemory { get; }

    [GeneratedRegex(@"[Tt]he memory capacity is unbalanced", RegexOptions.CultureInvariant)]
    private static partial Regex Unbalanced { get; }

    [GeneratedRegex(@"\bBus error\b", RegexOptions.CultureInvariant)]
    private static partial Regex BusError { get; }

    [GeneratedRegex(@"weight_loader|load_weights|safetensors|load_model", RegexOptions.CultureInvariant)]
    private static partial Regex LoadingFrame { get; }

    [GeneratedRegex(@"unable to write to file </torch_|unable to (?:open|allocate|mmap) shared memory|\bBus error\b|/dev/shm\S*.*No space left on device|No space left on device.*/dev/shm|Error while creating shared memory segment", RegexOptions.CultureInvariant)]
    private static partial Regex SharedMemory { get; }

    [GeneratedRegex(@"\[Errno 28\]|No space left on device|Not enough free disk space to download|Disk quota exceeded", RegexOptions.CultureInvariant)]
    private static partial Regex Disk { get; }

    [GeneratedRegex(@"Not enough host memory available", RegexOptions.CultureInvariant)]
    private static partial Regex HostCache { get; }

    [GeneratedRegex(@"Out of memory: Killed process|oom-kill|\bMemoryError\b|std::bad_alloc|Cannot allocate memory|Killed\s+(?:ninja|cicc|nvcc)|(?:ninja|cicc|nvcc|cc1plus)\b.*\bKilled\b", RegexOptions.CultureInvariant)]
    private static partial Regex HostMemory { get; }

    [GeneratedRegex(@"\[Errno 24\]|Too many open files", RegexOptions.CultureInvariant)]
    private static partial Regex Files { get; }

    [GeneratedRegex(@"can't start new thread|pthread_create failed|RLIMIT_NPROC|fork: retry: (?:Resource temporarily unavailable|No child processes)|BlockingIOError: \[Errno 11\]", RegexOptions.CultureInvariant)]
    private static partial Regex Threads { get; }

    [GeneratedRegex(@"\[Errno (?:5|107|116|121)\]|Stale file handle|Input/output error", RegexOptions.CultureInvariant)]
    private static partial Regex FileSystem { get; }

    [GeneratedRegex(@"^(?:PermissionError|OSError): \[Errno (?:1|13|30)\]|Permission denied: '|Read-only file system", RegexOptions.CultureInvariant)]
    private static partial Regex Permission { get; }
}
