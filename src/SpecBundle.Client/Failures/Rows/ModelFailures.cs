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
            "Lower ContextLength, or set SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN=1 in Environment at your own risk."),
        new(
            "remote-code-refused",
            RemoteCode,
            "The model brings Python code of its own, which nobody has allowed to run.",
            "Read that code, then set AllowRemoteCode (--trust-remote-code)."),
        new(
            "architecture-unsupported",
            Architecture,
            "This release of SGLang, or its transformers, does not know the model class.",
            "Upgrade SGLang. A class that comes with the model needs AllowRemoteCode."),
        new(
            "weights-corrupt",
            Weights,
            "The weight files are damaged or missing; pointer files of Git LFS look so too.",
            "In a folder of your own compare the sizes of its files with where they came from, and copy what differs again; a model of the Hub remove from the cache (specbundle cache remove NAME --yes) and pull again."),
        new(
            "chat-template-missing",
            Template,
            "The tokenizer has no chat template.",
            "Pass the extra argument --chat-template with a template, or send plain prompts."),
    ];

    [GeneratedRegex(@"User-specified context_length \(\d+\) is greater than the derived context_length", RegexOptions.CultureInvariant)]
    private static partial Regex Context { get; }

    [GeneratedRegex(@"contains custom code which must be executed|consider setting trust_remote_code", RegexOptions.CultureInvariant)]
    private static partial Regex RemoteCode { get; }

    [GeneratedRegex(@"Model architectures \[.*\] are not supported|Transformers does not recognize this architecture|The checkpoint you are trying to load has model type|^KeyError: '(?!model\.|embed_tokens|layers)[a-z0-9]+(?:_[a-z0-9]+)*'$", RegexOptions.CultureInvariant)]
    private static partial Regex Architecture { get; }

    [GeneratedRegex(@"SafetensorError|Error while deserializing header|HeaderTooLarge|MetadataIncompleteBuffer|Cannot find any model weights with", RegexOptions.CultureInvariant)]
    private static partial Regex Weights { get; }

    [GeneratedRegex(@"tokenizer\.chat_template is not set", RegexOptions.CultureInvariant)]
    private static partial Regex Template { get; }
}
