using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of checkpoints: their context, architecture, code, files.</summary>
internal static partial class ModelFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "context-too-long",
            Context,
            "The context asked for is longer than the target's.",
            "Lower PlanOptions.ContextLength, or set SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 in PlanOptions.Environment at your own risk."),
        new(
            "remote-code-refused",
            RemoteCode,
            "The model brings Python code of its own, which nobody has allowed to run.",
            "Read that code, then set PlanOptions.AllowRemoteCode."),
        new(
            "architecture-unsupported",
            Architecture,
            "This release of SGLang, or its transformers, does not know the model class.",
            "Upgrade SGLang. A class that comes with the model needs PlanOptions.AllowRemoteCode.")
        {
            Scope = FailureScope.Exception | FailureScope.Crash,
            Reports = ["sgl-project/sglang#26640", "opendatalab/MinerU#2658"],
        },
        new(
            "architecture-unsupported",
            Fallback,
            "SGLang has no class of its own for this model and tried transformers' in its place, which failed: {line}.",
            "Upgrade SGLang to a release that knows the model.")
        {
            Scope = FailureScope.Exception,
            Reports = ["QwenLM/Qwen3-VL#1929"],
        },
        new(
            "architecture-unsupported",
            ModelType,
            "The installed transformers does not know the model type {type}.",
            "Upgrade SGLang, which brings the transformers that it needs. A type that comes with the model needs PlanOptions.AllowRemoteCode.")
        {
            Where = ModelTypeFrame,
        },
        new(
            "weights-incomplete",
            Missing,
            "Files of the model are missing: {line}.",
            "A download was cut off as a rule: hf download NAME fetches what is missing. In a folder of your own, copy all files of the original there.")
        {
            Reports = ["sgl-project/sglang#32279", "shuaijiang/Ke-Omni-R#4", "hiyouga/LlamaFactory#4640", "OpenMOSS/MOSS-TTSD#101"],
        },
        new(
            "weights-corrupt",
            Weights,
            "The weight files are damaged or missing; pointer files of Git LFS look so too.",
            "In a folder of your own compare the sizes of its files with where they came from, and copy what differs again (pointer files: git lfs pull); a model of the Hub remove from the cache (HubClient.RemoveCachedModels) and pull again.")
        {
            Reports = ["Comfy-Org/ComfyUI#6744", "oobabooga/textgen#4331"],
        },
        new(
            "tokenizer-incomplete",
            Tokenizer,
            "The tokenizer, or the processor, of the model can't be loaded: its files are missing or need a package that is not installed.",
            "See that the folder has tokenizer.json or tokenizer.model and tokenizer_config.json (hf download NAME), and install what it is read with: pip install sentencepiece tiktoken protobuf. --tokenizer-path takes one from elsewhere.")
        {
            Scope = FailureScope.Exception,
            Reports = ["CodeGoat24/UnifiedReward#29", "HRNPH/AIwaifu#40", "EvilBT/ComfyUI_SLK_joy_caption_two#8", "OpenGVLab/InternVL#316", "xorbitsai/inference#1993"],
        },
        new(
            "checkpoint-refused",
            EmbeddedCheckpoint,
            "The embedded engine can't run this model: {what}.",
            "Change what the sentence names, or take SGLang (PlanOptions.Engine), which runs more kinds of models."),
        new(
            "chat-template-missing",
            Template,
            "The tokenizer has no chat template.",
            "Pass the extra argument --chat-template with a template, or send plain prompts."),
        new(
            "adapter-unfit",
            Adapter,
            "A LoRA adapter can't be used with this server: {line}.",
            "Correct --lora-paths; --max-lora-rank must reach the adapter's rank, and --lora-target-modules must name its modules. The adapter must be of this target.")
        {
            Scope = FailureScope.Exception,
            Reports = ["unslothai/unsloth#2097", "gpustack/gpustack#5438", "vllm-project/vllm#30690", "vllm-project/vllm-ascend#2034"],
        },
        new(
            "weights-unfit",
            Shape,
            "A weight of the checkpoint does not have the shape that SGLang builds for this config and number of GPUs.",
            "Try another PlanOptions.TensorParallelSize, upgrade SGLang, and see that config.json belongs to these weights (vocabulary, heads, quantization).")
        {
            Where = LoadingFrame,
            Reports = ["vllm-project/vllm#41108"],
        },
        new(
            "weights-unknown",
            UnknownWeight,
            "The checkpoint has a weight that this release of SGLang does not place: {name}.",
            "Upgrade SGLang: it is older than this checkpoint or its quantization. If it is the newest, the format is not supported.")
        {
            Where = LoadingFrame,
            Reports = ["sgl-project/sglang#3604", "sgl-project/sglang#10175", "sgl-project/sglang#9747", "sgl-project/sglang#4598", "sgl-project/sglang#13214", "sgl-project/sglang#12158", "OpenSQZ/MiniCPM-V-CookBook#71"],
        },
    ];

    [GeneratedRegex(@"SpeculativeDecoding\.Embedded\.ModelLoadException: (?<what>.+?)\.?$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex EmbeddedCheckpoint { get; }

    [GeneratedRegex(@"User-specified context_length \(\d+\) is greater than the derived context_length", RegexOptions.CultureInvariant)]
    private static partial Regex Context { get; }

    [GeneratedRegex(@"contains custom code which must be executed|consider setting trust_remote_code|Please pass the argument `trust_remote_code=True`", RegexOptions.CultureInvariant)]
    private static partial Regex RemoteCode { get; }

    [GeneratedRegex(@"Model architectures \[.*\] are not supported|Model architectures .* failed to be inspected|Transformers does not recognize this architecture|The checkpoint you are trying to load has model type|Unsupported architectures? |Unrecognized configuration class", RegexOptions.CultureInvariant)]
    private static partial Regex Architecture { get; }

    [GeneratedRegex(@"'Transformers(?:Mo[Ee]|Multi[Mm]odal)*For\w+' object has no attribute|has no (?:SGLang|vLLM) implementation", RegexOptions.CultureInvariant)]
    private static partial Regex Fallback { get; }

    [GeneratedRegex(@"^KeyError: '(?<type>[a-z0-9]+(?:[_.-][a-z0-9]+)*)'$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ModelType { get; }

    [GeneratedRegex(@"configuration_auto|CONFIG_MAPPING|AutoConfig|get_config\b|hf_transformers", RegexOptions.CultureInvariant)]
    private static partial Regex ModelTypeFrame { get; }

    [GeneratedRegex(@"[Ii]ncomplete download|Error no file named |index references|[Mm]issing (?:safetensors )?(?:shards?|weight files?)\b|No such file or directory: ""?'?[^'""\n]*\.(?:safetensors|bin|pt|index\.json)|does not appear to have a file named (?:config\.json|model|pytorch_model)|Should have a `model_type` key|weights? (?:are|were) not (?:initialized|loaded) from checkpoint", RegexOptions.CultureInvariant)]
    private static partial Regex Missing { get; }

    [GeneratedRegex(@"SafetensorError|Error while deserializing header|HeaderTooLarge|InvalidHeader|MetadataIncompleteBuffer|incomplete metadata|Cannot find any model weights with|invalid load key, '|PytorchStreamReader failed|file in archive is not in a subdirectory|is not a valid JSON file", RegexOptions.CultureInvariant)]
    private static partial Regex Weights { get; }

    [GeneratedRegex(@"Couldn't instantiate the backend tokenizer|Can't load (?:the )?(?:tokenizer|processor|image processor|feature extractor|configuration of) |Unrecognized processing class|Unrecognized image processor|does not appear to have a file named (?:tokenizer|preprocessor|processor|video_)|Tokenizer class \S+ does not exist|data did not match any variant of untagged enum|(?:tokenizer|tiktoken|sentencepiece)\S*: No such file|requires the (?:SentencePiece|protobuf|tiktoken|Tiktoken) library|`tiktoken` is required|expected str, bytes or os\.PathLike object, not NoneType", RegexOptions.CultureInvariant)]
    private static partial Regex Tokenizer { get; }

    [GeneratedRegex(@"tokenizer\.chat_template is not set", RegexOptions.CultureInvariant)]
    private static partial Regex Template { get; }

    [GeneratedRegex(@"LoRA adapter .*(?:incompatible|fail|not|unsupported|doesn't|already)|[Ff]ailed to load LoRA|max[_-]lora[_-]rank|lora[_-]target[_-]modules|adapter_config\.json|LoRA (?:rank|paths?|module|weights?) .*(?:not|exceed|unsupported|greater)|No adapter found for|LoRA is (?:only|not) supported|lora_paths", RegexOptions.CultureInvariant)]
    private static partial Regex Adapter { get; }

    [GeneratedRegex(@"^(?:AssertionError\b|RuntimeError: (?:The size of tensor a|The expanded size of the tensor|start \(\d+\) \+ length|size mismatch|shape '|output with shape)|ValueError: .*(?:shape|size))|Attempted to load weight|size mismatch for", RegexOptions.CultureInvariant)]
    private static partial Regex Shape { get; }

    [GeneratedRegex(@"^KeyError: '(?<name>[\w.]+\.(?:weight|bias|\w*scale\w*|qweight|qzeros|g_idx|weight_packed|\w*_bias|\w+_proj\w*))'|There is no module or parameter named '(?<name>[\w.]+)'", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex UnknownWeight { get; }

    [GeneratedRegex(@"weight_loader|load_weights|loaded_weight|load_model", RegexOptions.CultureInvariant)]
    private static partial Regex LoadingFrame { get; }
}
