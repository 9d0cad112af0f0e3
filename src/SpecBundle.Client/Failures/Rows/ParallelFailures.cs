using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of several GPUs and several machines.</summary>
internal static partial class ParallelFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "too-few-gpus",
            Ordinal,
            "Tensor parallelism asks for more GPUs than there are.",
            "Lower PlanOptions.TensorParallelSize; PlanOptions.Gpus, CUDA_VISIBLE_DEVICES and --base-gpu-id narrow what the server sees."),
        new(
            "gpu-named-twice",
            Duplicate,
            "Two processes of the server were given the same GPU.",
            "Give as many GPUs as PlanOptions.TensorParallelSize says, each once: Gpus or CUDA_VISIBLE_DEVICES."),
        new(
            "tensor-parallel-indivisible",
            Divides,
            "The number of GPUs does not divide the heads or the vocabulary of target or draft.",
            "Choose a PlanOptions.TensorParallelSize that divides them: 1, 2, 4 or 8 as a rule.")
        {
            Reports = ["sgl-project/sglang#3436"],
        },
        new(
            "distributed-port-taken",
            DistributedPort,
            "The port on which the GPUs' processes meet is taken.",
            "Pass the extra argument --nccl-port or --dist-init-addr with a free one."),
        new(
            "peer-access",
            Peer,
            "These GPUs can't read each other's memory as SGLang's own all-reduce needs it.",
            "Pass the extra argument --disable-custom-all-reduce. In a container, --ipc host may be what is missing; PYTORCH_CUDA_ALLOC_CONF=expandable_segments must not be set.")
        {
            Reports = ["sgl-project/sglang#4814", "NVIDIA/TensorRT-LLM#1498", "NVIDIA/TensorRT-LLM#1499", "NVIDIA/TensorRT-LLM#17034", "vllm-project/vllm#9774", "vllm-project/vllm#42609"],
        },
        new(
            "peer-access",
            GpuError,
            "SGLang's own all-reduce between the GPUs failed: {line}.",
            "Pass the extra argument --disable-custom-all-reduce, and upgrade SGLang to have it back.")
        {
            Where = AllReduceFrame,
            Reports = ["sgl-project/sglang#13016", "sgl-project/sglang#14193", "vllm-project/vllm#9046"],
        },
        new(
            "nccl-crash",
            NcclCrash,
            "NCCL crashed while it connected the GPUs; memory is not the cause.",
            "Install the NCCL that torch was built with (pip install --force-reinstall sglang), and see that no other libnccl is on LD_LIBRARY_PATH or in NCCL_PLUGIN settings. NCCL_DEBUG=INFO in PlanOptions.Environment shows which one was loaded.")
        {
            Scope = FailureScope.Crash,
            Reports = ["sgl-project/sglang#3451", "sgl-project/sglang#3778", "gpustack/gpustack#5553", "gpustack/gpustack#5641"],
        },
        new(
            "nccl",
            SystemError,
            "The machines do not reach each other: a system call of NCCL failed.",
            "NCCL_DEBUG=INFO in PlanOptions.Environment says which. With several network cards name the right one: NCCL_SOCKET_IFNAME and GLOO_SOCKET_IFNAME; open the firewall; NCCL_IB_DISABLE=1 leaves InfiniBand out.")
        {
            Context = SeveralMachines,
            Reports = ["sgl-project/sglang#8974"],
        },
        new(
            "nccl-system-error",
            SystemError,
            "A system call of NCCL failed. On one machine, in a container, that is too little shared memory first.",
            "Start the container with --shm-size 32g or --ipc host (in Kubernetes an emptyDir with medium Memory at /dev/shm). If it stays, NCCL_DEBUG=INFO in PlanOptions.Environment names the call.")
        {
            Reports = ["sgl-project/sgl-project.github.io#5", "sgl-project/sglang#1986", "xorbitsai/inference#2945", "xorbitsai/inference#2836", "vllm-project/vllm#1710", "vllm-project/vllm#10626", "MiniMax-AI/MiniMax-01#42", "NVIDIA/nccl#473"],
        },
        new(
            "nccl-cuda-error",
            NcclCuda,
            "NCCL met an error of CUDA while it connected the GPUs.",
            "NCCL_DEBUG=INFO in PlanOptions.Environment names it. A driver older than NCCL needs, GPUs of a virtual machine without peer access (NCCL_P2P_DISABLE=1) and NVLink multicast (NCCL_NVLS_ENABLE=0, NCCL_CUMEM_ENABLE=0) are the usual ones."),
        new(
            "collective-timeout",
            Timeout,
            "A GPU waited in vain for the others: one of them hung, failed, or was far behind.",
            "The log of the other ranks has the cause. If there is none, NCCL_DEBUG=INFO in PlanOptions.Environment and NCCL_P2P_DISABLE=1 or --disable-custom-all-reduce show whether the link between the GPUs hangs.")
        {
            Strength = FailureStrength.Symptom,
            Reports = ["sgl-project/sglang#3783", "sgl-project/sglang#3784", "sgl-project/sglang#1693", "sgl-project/sglang#10216", "vllm-project/vllm#5484"],
        },
        new(
            "nccl",
            Rendezvous,
            "The GPUs, or the machines, do not reach each other.",
            "NCCL_DEBUG=INFO in PlanOptions.Environment says why. With several network cards name the right one: NCCL_SOCKET_IFNAME and GLOO_SOCKET_IFNAME; open the firewall; allow more time with --dist-timeout.")
        {
            Reports = ["sgl-project/sglang#3226", "sgl-project/sglang#868"],
        },
    ];

    [GeneratedRegex(@"invalid device ordinal|GPU device may be out of range|cudaErrorInvalidDevice\b(?!Function)", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal { get; }

    [GeneratedRegex(@"Duplicate GPU detected", RegexOptions.CultureInvariant)]
    private static partial Regex Duplicate { get; }

    [GeneratedRegex(@"\d+ is not divisible by \d+|must be divisible by (?:the )?(?:tp|tensor|attn|number of)|(?:heads|vocab\w*|hidden|intermediate)\S* .*(?:not divisible|must be divisible)", RegexOptions.CultureInvariant)]
    private static partial Regex Divides { get; }

    [GeneratedRegex(@"The server socket has failed to listen on any local network address|DistNetworkError.*EADDRINUSE", RegexOptions.CultureInvariant)]
    private static partial Regex DistributedPort { get; }

    [GeneratedRegex(@"peer access is not supported|cudaIpc(?:Open|Get)MemHandle|cudaErrorPeerAccess|custom_all_reduce\.cuh:\d+ '|CUDART error: (?:invalid (?:argument|device context|resource handle)|peer|mapping of buffer)", RegexOptions.CultureInvariant)]
    private static partial Regex Peer { get; }

    [GeneratedRegex(@"CUDART error|CUDA error|illegal memory access|invalid argument", RegexOptions.CultureInvariant)]
    private static partial Regex GpuError { get; }

    // The innermost frames, not the many that lead to them.
    [GeneratedRegex(@"custom_all_reduce(?:_ops|_utils|_v2)?\.py:[^\n]*\z|outplace_all_reduce[^\n]*\n(?:[^\n]*\n){0,3}[^\n]*custom_all_reduce[^\n]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex AllReduceFrame { get; }

    [GeneratedRegex(@"Fatal Python error[\s\S]*(?:ncclComm|pynccl|ncclGroup|ncclAllReduce)|libnccl\.so", RegexOptions.CultureInvariant)]
    private static partial Regex NcclCrash { get; }

    [GeneratedRegex(@"^server_args=.*nnodes=(?:[2-9]|1\d)", RegexOptions.CultureInvariant)]
    private static partial Regex SeveralMachines { get; }

    [GeneratedRegex(@"unhandled system error|ncclSystemError", RegexOptions.CultureInvariant)]
    private static partial Regex SystemError { get; }

    [GeneratedRegex(@"(?:unhandled cuda error|ncclUnhandledCudaError)(?![\s\S]*Cuda failure (?:\d+ )?'(?:unspecified launch failure|an illegal|misaligned address|device-side assert|out of memory))", RegexOptions.CultureInvariant)]
    private static partial Regex NcclCuda { get; }

    [GeneratedRegex(@"caught collective operation timeout|watchdog got stuck|collective timeout", RegexOptions.CultureInvariant)]
    private static partial Regex Timeout { get; }

    [GeneratedRegex(@"NCCL error(?!.*(?:remote process exited|remote error))(?![\s\S]*Cuda failure (?:\d+ )?'(?:unspecified launch failure|an illegal|misaligned address|device-side assert|out of memory))|ncclInternalError|ncclInvalid\w+|DistStoreError|DistNetworkError|Timed out after \d+ seconds waiting for clients|client socket has (?:failed|timed out)|Gloo connectFullMesh failed|Unable to find (?:address for|interface)|makeDeviceForHostname", RegexOptions.CultureInvariant)]
    private static partial Regex Rendezvous { get; }
}
