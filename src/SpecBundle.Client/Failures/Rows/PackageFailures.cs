using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Python packages that are missing, or that do not belong together.</summary>
internal static partial class PackageFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "sglang-missing",
            Sglang,
            "This Python has no SGLang.",
            "Install it (pip install sglang) or name the Python that has it: LaunchOptions.Python or SPECBUNDLE_PYTHON."),
        new(
            "sglang-mixed",
            Mixed,
            "The installation of SGLang is mixed of two versions, or one of its folders hides it: {line}.",
            "Reinstall it (pip install --force-reinstall sglang), and start from a folder that has no sglang folder of its own.")
        {
            Scope = FailureScope.Exception,
            Reports = ["hiyouga/LlamaFactory#7768", "sgl-project/sglang#11326"],
        },
        new(
            "ray-missing",
            Ray,
            "The launch asks for Ray, which is not installed.",
            "Leave --use-ray out, or install it: pip install 'sglang[ray]'."),
        new(
            "cuda-wheel-mismatch",
            CudaWheel,
            "A package is built for another CUDA than the installed torch: {library} is missing.",
            "Install the wheels of torch's CUDA (python -c 'import torch; print(torch.version.cuda)'); sglang-kernel (sgl-kernel before 2026) comes for CUDA 12 and for CUDA 13. A fresh environment, or SGLang's Docker image, has them matched.")
        {
            Reports = ["sgl-project/sglang#29646", "sgl-project/sglang#16052", "sgl-project/sglang#10951", "sgl-project/sglang#5094", "sgl-project/sglang#5002"],
        },
        new(
            "driver-too-old",
            DriverSymbol,
            "The NVIDIA driver is older than the installed packages need: it has no {symbol}.",
            "Update the driver, or install SGLang for an older CUDA. nvidia-smi shows the newest CUDA that the driver serves.")
        {
            Reports = ["sgl-project/sglang#8432", "sgl-project/sglang#3065"],
        },
        new(
            "system-library-missing",
            SystemLibrary,
            "A library of the system is missing: {library}.",
            "Install the package that has it, for example apt-get install libnuma1, or use SGLang's Docker image.")
        {
            Reports = ["odysseus-dev/odysseus#6257", "sgl-project/sglang#15355", "sgl-project/sglang#9584"],
        },
        new(
            "system-too-old",
            Glibc,
            "The system's C or C++ library is older than an installed package needs: {version} is missing.",
            "Use SGLang's Docker image or a newer distribution. Where only GLIBCXX is missing, conda install -c conda-forge libstdcxx-ng helps.")
        {
            Reports = ["mudler/LocalAI#11370", "huggingface/lerobot#2219", "NVIDIA-BioNeMo/la-proteina#1"],
        },
        new(
            "kernel-mismatch",
            Kernel,
            "The kernel packages do not match SGLang, torch or CUDA.",
            "Reinstall them together: pip install --force-reinstall sglang sglang-kernel (sgl-kernel before 2026) flashinfer_python. SGLANG_SKIP_SGL_KERNEL_VERSION_CHECK=1 is for debugging alone.")
        {
            Reports = ["sgl-project/sglang#7033", "sgl-project/sglang#9173", "sgl-project/sglang#3687", "sgl-project/sglang#5867", "sgl-project/sglang#8654", "sgl-project/sglang#3582", "sgl-project/sglang#20953", "volcengine/verl#1832"],
        },
        new(
            "transformers-mismatch",
            Transformers,
            "The installed transformers is not the version that this release of SGLang needs.",
            "Install SGLang anew with the versions that it pins: pip install --force-reinstall sglang, in an environment of its own. Never upgrade transformers alone; a model that needs a newer one needs a newer SGLang.")
        {
            Reports = ["sgl-project/sglang#3878", "sgl-project/sglang#4607", "sgl-project/sglang#4047", "sgl-project/sglang#23233", "sgl-project/sglang#14810", "MeetKai/functionary#312", "vllm-project/vllm#18776"],
        },
        new(
            "torchvision-mismatch",
            Torchvision,
            "The installed torchvision is built for another torch.",
            "Reinstall torch, torchvision and torchaudio together, in the versions that SGLang pins: pip install --force-reinstall sglang.")
        {
            Reports = ["vllm-project/vllm-metal#107", "meta-llama/llama-cookbook#710", "pytorch/vision#8289"],
        },
        new(
            "memory-saver",
            MemorySaver,
            "The memory saver was asked for, and its library is not loaded as it must be.",
            "Leave --enable-memory-saver out, or install torch-memory-saver in a version for this torch and unset LD_PRELOAD and PYTORCH_CUDA_ALLOC_CONF in PlanOptions.Environment.")
        {
            Reports = ["fzyzcjy/torch_memory_saver#33", "fzyzcjy/torch_memory_saver#24", "THUDM/slime#1937", "sgl-project/sglang#4985", "sgl-project/sglang#4717"],
        },
        new(
            "package-mismatch",
            Signature,
            "Two installed packages do not fit each other: {line} ({place}).",
            "Install SGLang anew with the versions that it pins: pip install --force-reinstall sglang, in an environment of its own, or use its Docker image.")
        {
            Scope = FailureScope.Exception,
            Where = NeitherGrammarNorSpeculation,
        },
        new(
            "numpy-mismatch",
            Numpy,
            "An installed package is built for another numpy.",
            "Install SGLang anew in an environment of its own, so that numpy has the version that it pins.")
        {
            Scope = FailureScope.Exception,
            Reports = ["numpy/numpy#31627"],
        },
        new(
            "package-missing",
            Module,
            "A Python package is missing: {module}.",
            "Install it into the Python that runs SGLang, or install SGLang with all that it uses: pip install 'sglang[all]'.")
        {
            Scope = FailureScope.Exception,
            Reports = ["sgl-project/sglang#13276", "sgl-project/sglang#4985"],
        },
        new(
            "package-missing",
            Asked,
            "A Python package is missing, and the log says how to install it: {line}.",
            "Install it into the Python that runs SGLang, as the line says.")
        {
            Scope = FailureScope.Exception,
        },
    ];

    [GeneratedRegex(@"No module named '?sglang'?(?![\w.])", RegexOptions.CultureInvariant)]
    private static partial Regex Sglang { get; }

    [GeneratedRegex(@"No module named 'sglang\.|cannot import name '\w+' from (?:partially initialized module )?'sglang", RegexOptions.CultureInvariant)]
    private static partial Regex Mixed { get; }

    [GeneratedRegex(@"Ray is required for --use-ray", RegexOptions.CultureInvariant)]
    private static partial Regex Ray { get; }

    [GeneratedRegex(@"(?<library>lib(?:nvrtc|cudart|cublas(?:Lt)?|cudnn|cufft|curand|cusparse\w*|cusolver|nvJitLink|cupti|nccl|cufile)\.so\.\d+)[^:\n]*: cannot open shared object file", RegexOptions.CultureInvariant)]
    private static partial Regex CudaWheel { get; }

    [GeneratedRegex(@"undefined symbol: (?<symbol>cu[A-Z]\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex DriverSymbol { get; }

    [GeneratedRegex(@"(?<!\w)(?<library>lib(?!cuda\.so|torch|c10)[\w.+-]+\.so[\w.]*): cannot open shared object file|(?<library>libnuma)[\w.]* (?:not found|does not exist)", RegexOptions.CultureInvariant)]
    private static partial Regex SystemLibrary { get; }

    [GeneratedRegex(@"version [`'](?<version>(?:GLIBC|GLIBCXX|CXXABI)_[\d.]+)' not found", RegexOptions.CultureInvariant)]
    private static partial Regex Glibc { get; }

    [GeneratedRegex(@"(?:sgl-kernel|sglang-kernel|flashinfer[\w-]*) is installed with version|flashinfer[\w-]* version \(?[\d.\w+]+\)? does not match|Could not load any common_ops library|undefined symbol: |lib(?:torch|c10)\w*\.so|(?:No module named|cannot import name) .*(?:sgl_kernel|flashinfer)|'_OpNamespace' '(?:sgl_kernel|flashinfer|deep_gemm)\w*' object has no attribute|No such operator (?:sgl_kernel|flashinfer)|(?:sgl_kernel|flashinfer|deep_gemm)::\w+\(\) (?:is missing value|expected|Expected)|NameError: name '\w*(?:sgl|deep_gemm|flashinfer)\w*' is not defined|module '(?:sgl_kernel|flashinfer|deep_gemm)[\w.]*' has no attribute", RegexOptions.CultureInvariant)]
    private static partial Regex Kernel { get; }

    [GeneratedRegex(@"cannot import name '\w+' from '?transformers|No module named 'transformers\.|module '?transformers[\w.]*'? has no attribute|Could not import module '\w+'\. Are this object's requirements|BACKENDS_MAPPING|is already used by a Transformers (?:config|model)|'(?!ModelConfig|LoadConfig|DeviceConfig|LoRAConfig)\w+Config' object has no attribute '(?!draft_vocab_size)|'\w+Tokenizer\w*' object has no attribute '(?!chat_template)|'\w+Processor' object has no attribute|transformers(?:\[\w+\])?\s*[=<>!]=?\s*[\d.]+ is required|requires transformers|StrictDataclass\w*Error|must be a dictionary with two fields|Unknown RoPE scaling", RegexOptions.CultureInvariant)]
    private static partial Regex Transformers { get; }

    [GeneratedRegex(@"torchvision::\w+ does not exist|operator torchvision::|partially initialized module 'torchvision'|torchaudio/\S+: undefined symbol|torchvision/\S+: undefined symbol", RegexOptions.CultureInvariant)]
    private static partial Regex Torchvision { get; }

    [GeneratedRegex(@"TorchMemorySaver|torch[_-]memory[_-]saver", RegexOptions.CultureInvariant)]
    private static partial Regex MemorySaver { get; }

    [GeneratedRegex(@"^TypeError: .*(?:got an unexpected keyword argument|incompatible function arguments)", RegexOptions.CultureInvariant)]
    private static partial Regex Signature { get; }

    // Those have faults of this shape of their own.
    [GeneratedRegex(@"\A(?![\s\S]*(?:/speculative/|[Gg]rammar))", RegexOptions.CultureInvariant)]
    private static partial Regex NeitherGrammarNorSpeculation { get; }

    [GeneratedRegex(@"numpy\.dtype size changed|_ARRAY_API not found|numpy\.core\.multiarray failed to import|cannot be run in\s+NumPy", RegexOptions.CultureInvariant)]
    private static partial Regex Numpy { get; }

    [GeneratedRegex(@"^(?:ModuleNotFoundError|ImportError): No module named '(?<module>[\w.]+)'", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Module { get; }

    [GeneratedRegex(@"^(?:ImportError|ModuleNotFoundError|RuntimeError|ValueError): .*(?:[Pp]lease (?:\w+ )?install|pip3? install|is not installed|[Yy]ou need to have \w+ installed)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Asked { get; }
}
