using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>GPUs and their drivers, before a kernel runs.</summary>
internal static partial class DriverFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "gpu-hardware",
            Hardware,
            "A GPU, or the link between GPUs, reported a fault of the hardware.",
            "Look at dmesg -T | grep -i xid and nvidia-smi -q, reset the GPU or restart the machine, and leave that GPU out (Gpus) until it is replaced.")
        {
            Reports = ["sgl-project/sglang#3204", "sgl-project/sglang#9151", "vllm-project/vllm#5222", "verl-project/verl#407", "MIC-DKFZ/nnUNet#1519", "NVIDIA/open-gpu-kernel-modules#1150"],
        },
        new(
            "driver-too-old",
            Driver,
            "The NVIDIA driver is older than this CUDA needs, or does not belong to it.",
            "Update the driver, or use an image of SGLang for an older CUDA. In a container the compatibility libraries of the image can be the fault: take their folder (cuda/compat) out of LD_LIBRARY_PATH.")
        {
            Reports = ["oobabooga/textgen#4407", "easydiffusion/easydiffusion#379", "NVIDIA/nvidia-docker#1256", "NVIDIA/nvidia-docker#317", "AIR-DISCOVER/ICRA2024-Sim2Real-AXS#5"],
        },
        new(
            "fabric-manager",
            Fabric,
            "The GPUs' NVSwitch fabric is not up.",
            "Start NVIDIA's fabric manager in the driver's version (systemctl start nvidia-fabricmanager), or restart the machine."),
        new(
            "driver-mismatch",
            DriverMismatch,
            "The loaded driver and its libraries differ in version, as after an update without a restart.",
            "Restart the machine."),
        new(
            "gpu-unsupported",
            NoImage,
            "The kernels are not built for this GPU.",
            "Install a torch and an SGLang whose CUDA knows this GPU (CUDA 12.8 or newer for Blackwell), or SGLang's newest Docker image. An older GPU needs another --attention-backend, for example triton.")
        {
            Reports = ["sgl-project/sglang#7249", "sgl-project/sglang#24224", "sgl-project/sglang#9600", "sgl-project/sglang#38515", "sgl-project/sglang#831", "sgl-project/sglang#12178", "Dao-AILab/flash-attention#2168", "Dao-AILab/flash-attention#1638", "Dao-AILab/flash-attention#1763", "huggingface/text-generation-inference#3342", "huggingface/diffusers#13043"],
        },
        new(
            "gpu-busy",
            Busy,
            "A GPU is held by another process that shares it with nobody, or it is partitioned (MIG) and was named as a whole.",
            "nvidia-smi -q -d COMPUTE shows the mode, nvidia-smi -L the partitions; free the GPU, or name another with Gpus."),
        new(
            "gpu-missing",
            Gpu,
            "There is no GPU that this installation can use.",
            "See that nvidia-smi lists it, and in a container pass --gpus all. A torch without CUDA sees none either. Without a GPU, Catalog.Tiny runs on the CPU."),
    ];

    [GeneratedRegex(@"uncorrectable (?:ECC|NVLink) error|ECC_UNCORRECTABLE|\bXid \([^)]*\): (?!(?:13|31|43|45|69)\b)|fallen off the bus|cudaErrorECCUncorrectable|CUDA error: GPU is lost|Unable to determine the device handle for GPU|cudaErrorContained|cudaErrorHardwareStackError|CUDA error: hardware stack error", RegexOptions.CultureInvariant)]
    private static partial Regex Hardware { get; }

    [GeneratedRegex(@"NVIDIA driver on your system is too old|driver version is insufficient|Error 80[34]\b|unsupported display driver|forward compatibility was attempted|provided PTX was compiled with an unsupported toolchain|UNSUPPORTED_PTX_VERSION|UnsupportedPtxVersion|cudaErrorInsufficientDriver", RegexOptions.CultureInvariant)]
    private static partial Regex Driver { get; }

    [GeneratedRegex(@"Error 802\b|system not yet initialized|cudaErrorSystemNotReady", RegexOptions.CultureInvariant)]
    private static partial Regex Fabric { get; }

    [GeneratedRegex(@"Driver/library version mismatch", RegexOptions.CultureInvariant)]
    private static partial Regex DriverMismatch { get; }

    [GeneratedRegex(@"no kernel image is available|is not compatible with the current PyTorch installation|CUDA error: invalid device function|CUDA error: named symbol not found|device kernel image is invalid|CUDA_ERROR_NO_BINARY_FOR_GPU|Expected variant: SM\d+ .*not (?:found|built)", RegexOptions.CultureInvariant)]
    private static partial Regex NoImage { get; }

    [GeneratedRegex(@"CUDA-capable device\(s\) is/are busy or unavailable|cudaErrorDevicesUnavailable", RegexOptions.CultureInvariant)]
    private static partial Regex Busy { get; }

    [GeneratedRegex(@"No accelerator \(|Found no NVIDIA driver|could not select device driver|No CUDA GPUs are available|no CUDA-capable device|libcuda\.so\S*: cannot open|Torch not compiled with CUDA enabled|NVIDIA-SMI has failed|Failed to initialize NVML|NVMLError_(?:Unknown|DriverNotLoaded|LibraryNotFound)|nvidia-container-cli: initialization error", RegexOptions.CultureInvariant)]
    private static partial Regex Gpu { get; }
}
