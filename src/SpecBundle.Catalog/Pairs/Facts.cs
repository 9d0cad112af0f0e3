namespace SpeculativeDecoding;

/// <summary>The vocabulary of the catalog's entries: how sure, and from where.</summary>
internal static class Facts
{
    public const string DraftCard = "the draft's model card";
    public const string TargetCard = "the target's model card";
    public const string TargetConfig = "config.json of the target";
    public const string ConfigCopy = "config.json, a copy in ai-dynamo/aiconfigurator at 095f58a5";
    public const string SameAsLlama3_1 = "config.json of Llama 3.1 70B, the same architecture";
    public const string SameAsQwen3 = "config.json of the release before 2507, the same architecture";
    public const string QwenDerivative = "a derivative of the Qwen3 model of that size";
    public const string HubAnswer = "an answer of the Hub's API";
    public const string OwnPair = "the training scripts of this repository";
    public const string OwnConfig = "config.json of the checkpoint in the package SpecBundle.Embedded";
    public const string OwnCard = "README.md of the checkpoint in the package SpecBundle.Embedded";
    public const string OwnFile = "model.safetensors of the checkpoint in the package SpecBundle.Embedded";
    public const string Cookbook = "the SGLang cookbook";
    public const string OrganizationPage = "the organization's page on the Hub";
    public const string Headers = "safetensors headers of the draft, by a third-party survey";
    public const string ParserTable = "SGLang, tool_parser.mdx";

    public static Fact<T> Verified<T>(T value, string source) => new(value, Certainty.Verified, source);

    public static Fact<T> Recalled<T>(T value, string source = "the public model card or configuration, not read again") =>
        new(value, Certainty.Recalled, source);

    public static Fact<T> Inferred<T>(T value, string source) => new(value, Certainty.Inferred, source);

    public static Fact<long> KeyValueBytes(long bytes, string formula = "2 x layers x KV heads x head size x 2 bytes") => Inferred(bytes, formula);

    public static Fact<long> SixteenBit(long parameters) => Inferred(2 * parameters, "2 bytes for each parameter");

    public static Fact<string> Eagle3 => Verified("LlamaForCausalLMEagle3", "SpecForge, configs/*-eagle3.json");

    public static Fact<int> DraftVocabulary => Verified(32_000, "SpecForge, configs/*-eagle3.json");

    public static Fact<string> Template(string name, string facts) => Verified($"{name}: {facts}", $"SpecForge, configs/{name}");

    public static Fact<string> Parser(string name) => Verified(name, ParserTable);

    public static RecommendedArgument Recommend(string flag, string? value, string reason, string source, Certainty certainty = Certainty.Verified) =>
        new() { Flag = flag, Value = value, Reason = reason, Certainty = certainty, Source = source };
}
