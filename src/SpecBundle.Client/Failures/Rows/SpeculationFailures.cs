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
            "Name the draft (--speculative-draft-model-path), or plan without one: UseDraft = false.",
            NoDraftContext),
        new(
            "draft-missing",
            SetEmbed,
            "The draft is no draft: the target's class was loaded in its place.",
            "Name the draft (--speculative-draft-model-path), or plan without one: UseDraft = false."),
        new(
            "target-without-eagle3",
            Capture,
            "This release of SGLang cannot use EAGLE3 with the target's class.",
            "Upgrade SGLang, or plan without the draft: UseDraft = false."),
        new(
            "draft-context-too-short",
            DraftContext,
            "The draft's context is shorter than the target's.",
            "Set SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 in Environment (fewer drafts are accepted beyond their trained length), or lower ContextLength to the draft's."),
        new(
            "draft-quantization",
            Quantization,
            "The draft was loaded with the target's quantization, which it does not have.",
            "Pass the extra arguments --speculative-draft-model-quantization unquant."),
        new(
            "draft-format",
            Format,
            "The draft's checkpoint is not in SGLang's EAGLE3 format, or is for another algorithm.",
            "Use a draft converted for SGLang (class LlamaForCausalLMEagle3), and the algorithm it was trained for."),
        new(
            "draft-target-mismatch",
            Shapes,
            "The draft was trained for another target: its hidden size does not fit.",
            "Pair the draft with its own target; the catalog's pairs fit."),
        new(
            "data-type-mismatch",
            DataType,
            "Target and draft use different number types.",
            "Pass the extra arguments --dtype with the draft's type, for example --dtype float16."),
        new(
            "speculation-numbers-partial",
            PartialNumbers,
            "Some of the three numbers of speculation were given, and others not.",
            "Give all three (Speculation), or none."),
        new(
            "top-k-unsupported",
            TopK,
            "The attention backend verifies chains alone, no trees.",
            "Use a top-k of 1 in Speculation, or another --attention-backend with --page-size 1."),
    ];

    [GeneratedRegex(@"OutOfMemoryError|CUDA out of memory|set_embed\b|hot_token_id", RegexOptions.CultureInvariant)]
    private static partial Regex NoDraft { get; }

    [GeneratedRegex(@"^server_args=(?=.*speculative_algorithm'?[=:] ?'EAGLE3')(?=.*speculative_draft_model_path'?[=:] ?None\b)", RegexOptions.CultureInvariant)]
    private static partial Regex NoDraftContext { get; }

    [GeneratedRegex(@"has no attribute '(?:set_embed|set_embed_and_head|hot_token_id)'", RegexOptions.CultureInvariant)]
    private static partial Regex SetEmbed { get; }

    [GeneratedRegex(@"has no attribute '(?:set_eagle3_layers_to_capture|get_embed_and_head|get_embed)'", RegexOptions.CultureInvariant)]
    private static partial Regex Capture { get; }

    [GeneratedRegex(@"Target model's context_length \(\d+\) is greater than the derived context_length", RegexOptions.CultureInvariant)]
    private static partial Regex DraftContext { get; }

    [GeneratedRegex(@"KeyError: 'model\.layers\.[^']*(?:qweight|scales|qzeros|weight_scale)[^']*'|Quantization method specified in the model config|Cannot find the config file for (?:awq|gptq|fp8)", RegexOptions.CultureInvariant)]
    private static partial Regex Quantization { get; }

    [GeneratedRegex(@"KeyError: '(?:model\.)?(?:embed_tokens|midlayer|layers\.)[^']*'|has no attribute 'draft_vocab_size'|The size of tensor a \(\d+\) must match", RegexOptions.CultureInvariant)]
    private static partial Regex Format { get; }

    [GeneratedRegex(@"mat1 and mat2 shapes cannot be multiplied", RegexOptions.CultureInvariant)]
    private static partial Regex Shapes { get; }

    [GeneratedRegex(@"expected scalar type \w+ but found \w+|mat1 and mat2 must have the same dtype|expected m1 and m2 to have the same dtype", RegexOptions.CultureInvariant)]
    private static partial Regex DataType { get; }

    [GeneratedRegex(@"speculative_eagle_topk is None|speculative_num_draft_tokens is None|speculative_num_steps is (?:not )?None", RegexOptions.CultureInvariant)]
    private static partial Regex PartialNumbers { get; }

    [GeneratedRegex(@"only supports? topk ?= ?1|speculative_eagle_topk > 1 with page_size > 1", RegexOptions.CultureInvariant)]
    private static partial Regex TopK { get; }
}
