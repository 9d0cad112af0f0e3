using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of Python, of packages, of drivers and of compilers.</summary>
internal static partial class InstallationFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "sglang-missing",
            Sglang,
            "This Python has no SGLang.",
            "Install it (pip install sglang) or name the Python that has it: the option Python, or the environment variable SPECBUNDLE_PYTHON."),
        new(
            "ray-missing",
            Ray,
            "The launch asks for Ray, which is not installed.",
            "Leave --use-ray out, or install it: pip install 'sglang[ray]'."),
        new(
            "kernel-mismatch",
            Kernel,
            "The kernel packages do not match SGLang, torch or CUDA.",
            "Reinstall them together: pip install --force-reinstall sglang sglang-kernel (sgl-kernel before 2026) flashinfer_python. SGLANG_SKIP_SGL_KERNEL_VERSION_CHECK=1 is for debugging alone."),
        new(
            "gpu-missing",
            Gpu,
            "There is no GPU that this installation can use: none, a driver too old, or a GPU too old.",
            "See that nvidia-smi lists it, update the driver, and in a container pass --gpus all. Without a GPU, Catalog.Tiny runs on the CPU."),
        new(
            "compiler-missing",
            Compiler,
            "Kernels had to be compiled, and the compiler or its headers are missing.",
            "Install the CUDA toolkit and Python's headers (python3-dev), set CUDA_HOME in Environment, or use SGLang's Docker image."),
    ];

    [GeneratedRegex(@"No module named '?sglang'?(?![\w.])", RegexOptions.CultureInvariant)]
    private static partial Regex Sglang { get; }

    [GeneratedRegex(@"Ray is required for --use-ray", RegexOptions.CultureInvariant)]
    private static partial Regex Ray { get; }

    [GeneratedRegex(@"(?:sgl-kernel|sglang-kernel|flashinfer[\w-]*) is installed with version|Could not load any common_ops library|undefined symbol: |libnvrtc\.so|(?:No module named|cannot import name) .*(?:sgl_kernel|flashinfer)", RegexOptions.CultureInvariant)]
    private static partial Regex Kernel { get; }

    [GeneratedRegex(@"No accelerator \(|Found no NVIDIA driver|no kernel image is available|NVIDIA driver on your system is too old|could not select device driver|No CUDA GPUs are available|no CUDA-capable device", RegexOptions.CultureInvariant)]
    private static partial Regex Gpu { get; }

    [GeneratedRegex(@"Ninja build failed|nvcc: not found|CUDA_HOME environment variable is not set|Could not find nvcc|fatal error: Python\.h|Failed to find C compiler", RegexOptions.CultureInvariant)]
    private static partial Regex Compiler { get; }
}
