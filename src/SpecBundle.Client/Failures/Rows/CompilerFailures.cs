using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Kernels that are compiled on the machine at the first start: by Triton, FlashInfer, DeepGEMM and SGLang's own.</summary>
internal static partial class CompilerFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "ptxas-too-old",
            Ptxas,
            "Triton brings an assembler (ptxas) that does not know this GPU: {line}.",
            "Set TRITON_PTXAS_PATH in PlanOptions.Environment to the ptxas of a newer CUDA, for example /usr/local/cuda/bin/ptxas, or install a newer triton with its torch.")
        {
            Reports = ["triton-lang/triton#8539", "triton-lang/triton#8096", "opendatalab/MinerU#4350", "gpustack/gpustack#4372", "vllm-project/vllm#31338", "triton-inference-server/server#8632", "woct0rdho/triton-windows#93"],
        },
        new(
            "cuda-toolkit-too-old",
            OldToolkit,
            "The CUDA toolkit of the machine is older than this GPU, or than the kernels need: {line}.",
            "Install a newer toolkit (12.8 or newer for Blackwell, and not newer than torch's CUDA), and name it with CUDA_HOME in PlanOptions.Environment; or use SGLang's Docker image.")
        {
            Reports = ["flashinfer-ai/flashinfer#1658", "flashinfer-ai/flashinfer#1966", "deepseek-ai/DeepGEMM#173", "vllm-project/vllm#49051", "vllm-project/vllm#50751", "dusty-nv/jetson-containers#1186", "dusty-nv/jetson-containers#1457", "ggml-org/llama.cpp#23224"],
        },
        new(
            "compiler-missing",
            Missing,
            "Kernels had to be compiled, and a compiler, a tool or its headers are missing: {line}.",
            "Install the CUDA toolkit (nvcc), ninja, gcc and Python's headers (python3-dev), set CUDA_HOME in PlanOptions.Environment, or use SGLang's Docker image.")
        {
            Reports = ["sgl-project/sglang#5389", "sgl-project/sglang#2522", "sgl-project/sglang#5002", "odysseus-dev/odysseus#4010", "llm-d/llm-d#1386", "ai-dynamo/dynamo#2945"],
        },
        new(
            "compiler-missing",
            CudaHome,
            "Kernels had to be compiled, and no CUDA toolkit was found.",
            "Install the CUDA toolkit and set CUDA_HOME in PlanOptions.Environment to its folder, for example /usr/local/cuda; or use SGLang's Docker image.")
        {
            Where = CudaHomeFrame,
            Reports = ["sgl-project/sglang#13468", "huggingface/transformers#47154"],
        },
        new(
            "kernel-build-failed",
            BuildFailed,
            "Compiling a kernel on this machine failed: {line}.",
            "Use the CUDA toolkit of torch's CUDA (CUDA_HOME in PlanOptions.Environment) and a compiler that it knows, and delete what was half built (~/.cache/flashinfer, ~/.cache/tvm-ffi, ~/.triton). SGLang's Docker image has a matching set.")
        {
            Strength = FailureStrength.Symptom,
            Reports = ["sgl-project/sglang#25487", "sgl-project/sglang#30936", "THUDM/slime#1314", "sgl-project/sglang#7387", "modelscope/ms-swift#8349", "vllm-project/vllm#43954", "deepseek-ai/DeepGEMM#359"],
        },
    ];

    [GeneratedRegex(@"ptxas\S* fatal\s*: (?:Value 'sm_\w+' is not defined|Unsupported \.version)|'sm_\w+' is not a recognized processor|ptxas.*Unsupported \.version", RegexOptions.CultureInvariant)]
    private static partial Regex Ptxas { get; }

    [GeneratedRegex(@"Unsupported gpu architecture|NVCC version should be|requires GPUs with sm75 or higher|not supported on \.target|ptxas.*Instruction .* not supported|requires? CUDA (?:toolkit )?(?:>=|version|\d)|unsupported GNU version", RegexOptions.CultureInvariant)]
    private static partial Regex OldToolkit { get; }

    [GeneratedRegex(@"\b(?:nvcc|ninja|gcc|g\+\+|cc|c\+\+|ptxas|cuobjdump)['""]?: (?:command )?not found|No such file or directory: '[^'\n]*\b(?:nvcc|ninja|gcc|g\+\+|cc|c\+\+|cicc|cuobjdump|ptxas)'|CUDA_HOME environment variable is not set|Could not find (?:any )?nvcc|fatal error: (?:Python\.h|[\w/]+\.(?:h|hpp|cuh)): No such file|Failed to find C compiler|cannot find -l(?:cuda|cudart|nvrtc|stdc\+\+|cublas)|Ninja is required|cannot execute .?cc1plus|Cannot find ptxas|nvcc .*does not exist|(?:hipcc|clang\+?\+?): not found", RegexOptions.CultureInvariant)]
    private static partial Regex Missing { get; }

    [GeneratedRegex(@"^AssertionError\b", RegexOptions.CultureInvariant)]
    private static partial Regex CudaHome { get; }

    [GeneratedRegex(@"cuda_home|CUDA_HOME", RegexOptions.CultureInvariant)]
    private static partial Regex CudaHomeFrame { get; }

    [GeneratedRegex(@"Ninja build failed|ninja exited with status|ninja: build stopped|Error building extension|NVCC compilation failed|Command '\[.*\b(?:gcc|cc|nvcc|ninja|clang|hipcc|ptxas)\b.*returned non-zero|errors? detected in the compilation|Internal Triton PTX codegen error|triton\.compiler\.errors\.\w+|Failed to (?:build|compile) .*(?:kernel|module)", RegexOptions.CultureInvariant)]
    private static partial Regex BuildFailed { get; }
}
