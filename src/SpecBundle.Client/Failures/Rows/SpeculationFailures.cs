using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>Failures of speculative decoding: the draft, its numbers, its fit to the target.</summary>
internal static partial class SpeculationFailures
{
    public static IReadOnlyList<FailureRow> Rows { get; } =
    [
        new(
            "draft-missing",
            NoDraft,
            "EAGLE3 was asked for without a draft: SGLang loaded the target a second time as its own draft.",
            "Name the draft (--speculative-draft-model-path), or plan without one: PlanOptions.UseDraft = false.")
        {
            Context = NoDraftContext,
            Reports = ["sgl-project/sglang#36528", "sgl-project/sglang#36593"],
        },
        new(
            "draft-missing",
            SetEmbed,
            "The draft is no draft: the target's class was loaded in its place.",
            "Name the draft (--speculative-draft-model-path), or plan without one: PlanOptions.UseDraft = false.")
        {
            Reports = ["sgl-project/sglang#36528"],
        },
        new(
            "target-without-eagle3",
            Capture,
            "This release of SGLang cannot use EAGLE3 with the target's class.",
            "Upgrade SGLang, or plan without the draft: PlanOptions.UseDraft = false."),
        new(
            "draft-context-too-short",
            DraftContext,
            "The draft's context is shorter than the target's.",
            "Set SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 in PlanOptions.Environment (fewer drafts are accepted beyond their trained length), or lower PlanOptions.ContextLength to the draft's.")
        {
            Reports = ["sgl-project/sglang#9388", "sgl-project/sglang#18234", "sgl-project/sglang#6783"],
        },
        new(
            "draft-quantization",
            Quantization,
            "The draft was loaded with the target's quantization, which it does not have.",
            "Pass the extra arguments --speculative-draft-model-quantization unquant.")
        {
            Where = DraftLoadingFrame,
            Reports = ["sgl-project/sglang#23142"],
        },
        new(
            "draft-newer-than-sglang",
            Sizes,
            "The target hands over another number of layers than the draft was trained on ({have} values where {want} are wanted): this SGLang is too old for the draft.",
            "Upgrade SGLang. If it is the newest, the draft belongs to another target, or its config.json lacks the list of layers (eagle_config).")
        {
            Where = CapturedLayersFrame,
            Reports = ["sgl-project/sglang#32226", "SafeAILab/EAGLE#294"],
        },
        new(
            "draft-format",
            DraftOnly,
            "The draft's checkpoint is not in SGLang's EAGLE3 format, or its config.json names another class.",
            "Use a draft converted for SGLang (class LlamaForCausalLMEagle3 in config.json's architectures), and the algorithm it was trained for.")
        {
            Reports = ["sgl-project/sglang#9135", "sgl-project/sglang#5448", "sgl-project/sglang#8229", "Tencent/AngelSlim#39"],
        },
        new(
            "draft-format",
            Format,
            "The draft's checkpoint is not in SGLang's format, or is for another algorithm.",
            "Use a draft converted for SGLang (class LlamaForCausalLMEagle3 for EAGLE3), and the algorithm it was trained for; a draft newer than this SGLang needs a newer one.")
        {
            Where = DraftLoadingFrame,
            Reports = ["sgl-project/sglang#9074", "sgl-project/sglang#8229", "sgl-project/sglang#3315", "sgl-project/sglang#36653"],
        },
        new(
            "draft-target-mismatch",
            Shapes,
            "The draft was trained for another target: its hidden size does not fit.",
            "Pair the draft with its own target; the catalog's pairs fit. If this is its own, SGLang is too old for it: upgrade.")
        {
            Where = DraftFrame,
        },
        new(
            "data-type-mismatch",
            DataType,
            "Target and draft use different number types.",
            "Pass the extra arguments --dtype with the draft's type, for example --dtype float16."),
        new(
            "speculation-numbers-partial",
            Assertion,
            "Some of the three numbers of speculation were given, and others not.",
            "Give all three (Speculation), or none.")
        {
            Where = PartialNumbers,
            Reports = ["gpustack/gpustack#3392"],
        },
        new(
            "top-k-unsupported",
            TopK,
            "The attention backend verifies chains alone, no trees.",
            "Use PlanOptions.Speculation with a top-k of 1, or another --attention-backend with --page-size 1.")
        {
            Reports = ["sgl-project/sglang#11762"],
        },
        new(
            "speculation-unsupported",
            Unsupported,
            "This SGLang does not speculate together with another option of the launch: {line}.",
            "Leave out the option that the line names, choose another --attention-backend, upgrade SGLang, or plan without the draft: PlanOptions.UseDraft = false.")
        {
            Scope = FailureScope.Exception,
            Reports = ["sgl-project/sglang#9330", "sgl-project/sglang#20210"],
        },
    ];

    [GeneratedRegex(@"OutOfMemoryError|(?:CUDA|HIP) out of memory|(?:CUDA|HIP)(?: driver)? error: out of memory|set_embed\b|hot_token_id", RegexOptions.CultureInvariant)]
    private static partial Regex NoDraft { get; }

    [GeneratedRegex(@"^server_args=(?=.*speculative_algorithm'?[=:] ?'EAGLE3')(?=.*speculative_draft_model_path'?[=:] ?None\b)", RegexOptions.CultureInvariant)]
    private static partial Regex NoDraftContext { get; }

    [GeneratedRegex(@"has no attribute '(?:set_embed|set_embed_and_head|hot_token_id)'", RegexOptions.CultureInvariant)]
    private static partial Regex SetEmbed { get; }

    [GeneratedRegex(@"has no attribute '(?:set_eagle3_layers_to_capture|set_dflash_layers_to_capture|get_embed_and_head|get_embed)'", RegexOptions.CultureInvariant)]
    private static partial Regex Capture { get; }

    [GeneratedRegex(@"Target model's context_length \(\d+\) is greater than the derived context_length", RegexOptions.CultureInvariant)]
    private static partial Regex DraftContext { get; }

    [GeneratedRegex(@"KeyError: 'model\.\w[^']*(?:qweight|scales|qzeros|weight_scale)[^']*'|Quantization method specified in the model config|Cannot find the config file for (?:awq|gptq|fp8)", RegexOptions.CultureInvariant)]
    private static partial Regex Quantization { get; }

    // The code that loads a draft, and nothing that runs the target on its behalf.
    [GeneratedRegex(@"(?=[\s\S]*(?:models/\w*(?:eagle|nextn|mtp|dflash)\w*\.py|init_draft|maybe_init_draft|DraftWorker|EAGLEWorker|eagle_worker\w*\.py:\d+ __init__))(?=[\s\S]*(?:weight_loader|load_weights|load_model|loaded_weight))", RegexOptions.CultureInvariant)]
    private static partial Regex DraftLoadingFrame { get; }

    [GeneratedRegex(@"models/\w*(?:eagle|nextn|mtp|dflash)\w*\.py", RegexOptions.CultureInvariant)]
    private static partial Regex DraftFrame { get; }

    [GeneratedRegex(@"aux_hidden_states|torch\.cat\(aux|layers_to_capture|eagle_aux|_eagle3\.py[^\n]*self\.fc\(", RegexOptions.CultureInvariant)]
    private static partial Regex CapturedLayersFrame { get; }

    [GeneratedRegex(@"The size of tensor a \((?<have>\d+)\) must match the size of tensor b \((?<want>\d+)\)|mat1 and mat2 shapes cannot be multiplied \(\d+x(?<have>\d+) and (?<want>\d+)x\d+\)", RegexOptions.CultureInvariant)]
    private static partial Regex Sizes { get; }

    [GeneratedRegex(@"KeyError: '(?:model\.)?midlayer[^']*'|has no attribute 'draft_vocab_size'", RegexOptions.CultureInvariant)]
    private static partial Regex DraftOnly { get; }

    [GeneratedRegex(@"KeyError: '(?:model\.)?(?:embed_tokens|layers\.|fc\.|lm_head|norm\.|eh_proj|d2t|t2d)[^']*'|^AssertionError\b|The size of tensor a \(\d+\) must match|size mismatch for|start \(\d+\) \+ length|The expanded size of the tensor", RegexOptions.CultureInvariant)]
    private static partial Regex Format { get; }

    [GeneratedRegex(@"mat1 and mat2 shapes cannot be multiplied", RegexOptions.CultureInvariant)]
    private static partial Regex Shapes { get; }

    [GeneratedRegex(@"expected scalar type \w+ but found \w+|mat1 and mat2 must have the same dtype|expected m1 and m2 to have the same dtype", RegexOptions.CultureInvariant)]
    private static partial Regex DataType { get; }

    [GeneratedRegex(@"^AssertionError", RegexOptions.CultureInvariant)]
    private static partial Regex Assertion { get; }

    [GeneratedRegex(@"speculative_eagle_topk is None|speculative_num_draft_tokens is None|speculative_num_steps is (?:not )?None", RegexOptions.CultureInvariant)]
    private static partial Regex PartialNumbers { get; }

    [GeneratedRegex(@"only supports? topk ?=+ ?1|speculative_eagle_topk > 1 with page_size > 1|topk ?> ?1 .*(?:not supported|only supported)|requires? .*speculative[-_]eagle[-_]topk ?=? ?1", RegexOptions.CultureInvariant)]
    private static partial Regex TopK { get; }

    [GeneratedRegex(@"(?:not|n't) (?:yet )?(?:support(?:ed)?|compatible|work)\b.*(?:[Ss]peculative|[Ss]pec [Vv]2|EAGLE|MTP|NEXTN|draft)|(?:[Ss]peculative (?:decoding|algorithm)|EAGLE3?|Spec [Vv]2|NEXTN|MTP)\b.*(?:not|n't|only) (?:yet )?(?:support|compatible|work|implemented|allowed)|^NotImplementedError: .*(?:[Ss]peculative|[Dd]raft|target_verify|TARGET_VERIFY)", RegexOptions.CultureInvariant)]
    private static partial Regex Unsupported { get; }
}
