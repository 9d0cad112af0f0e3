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
            "Lower TensorParallelSize; CUDA_VISIBLE_DEVICES and --base-gpu-id narrow what the server sees."),
        new(
            "tensor-parallel-indivisible",
            Divides,
            "The number of GPUs does not divide the heads or the vocabulary of target or draft.",
            "Choose a TensorParallelSize that divides them: 1, 2, 4 or 8 as a rule."),
        new(
            "distributed-port-taken",
            DistributedPort,
            "The port on which the GPUs' processes meet is taken.",
            "Pass the extra argument --nccl-port or --dist-init-addr with a free one."),
        new(
            "nccl",
            Nccl,
            "The GPUs, or the machines, do not reach each other.",
            "NCCL_DEBUG=INFO in Environment says why. With several network cards name the right one: NCCL_SOCKET_IFNAME and GLOO_SOCKET_IFNAME; open the firewall; allow more time with --dist-timeout."),
    ];

    [GeneratedRegex(@"invalid device ordinal|GPU device may be out of range|TP rank \d+ could finish", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal { get; }

    [GeneratedRegex(@"\d+ is not divisible by \d+|must be divisible by (?:tp|tensor)", RegexOptions.CultureInvariant)]
    private static partial Regex Divides { get; }

    [GeneratedRegex(@"The server socket has failed to listen on any local network address|DistNetworkError.*EADDRINUSE", RegexOptions.CultureInvariant)]
    private static partial Regex DistributedPort { get; }

    [GeneratedRegex(@"NCCL error|ncclSystemError|ncclUnhandled|DistBackendError|DistStoreError|Timed out after \d+ seconds waiting for clients", RegexOptions.CultureInvariant)]
    private static partial Regex Nccl { get; }
}
