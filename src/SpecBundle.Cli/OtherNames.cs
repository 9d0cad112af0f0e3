namespace SpeculativeDecoding.Cli;

/// <summary>What other tools, and other commands of this one, call an option: no spelling leads from one to the other.</summary>
internal static class OtherNames
{
    private const string OfConfigurations = "the configurations of --config-list say it (batch,steps,top-k,draft-tokens).";

    private static readonly (string Word, string Ours)[] Names =
    [
        ("--model", "--target"),
        ("--model-path", "--target"),
        ("--speculative-draft-model-path", "--draft"),
        ("--tp-size", "--tp"),
        ("--tensor-parallel-size", "--tp"),
        ("--trust-remote-code", "--allow-remote-code"),
        ("--timeout-for-server-launch", "--timeout"),
        ("--skip-launch-server", "--attach"),
        ("--output-dir", "--output"),
        ("--warmup", "--warm-up"),
        ("--speculative-num-steps", "--steps"),
        ("--speculative-eagle-topk", "--topk"),
        ("--speculative-num-draft-tokens", "--draft-tokens"),
    ];

    private static readonly string[] Speculation =
        ["--steps", "--topk", "--draft-tokens", "--no-draft", "--batch", "--speculative-num-steps", "--speculative-eagle-topk", "--speculative-num-draft-tokens"];

    /// <summary>The remedy, in half a sentence; null where the word is nobody's.</summary>
    public static string? Find(string word, IReadOnlyCollection<string> options) =>
        Array.Find(Names, name => name.Word == word && options.Contains(name.Ours)).Ours is { } ours ? $"it is '{ours}'."
        : options.Contains("--config-list") && Speculation.Contains(word) ? OfConfigurations
        : null;
}
