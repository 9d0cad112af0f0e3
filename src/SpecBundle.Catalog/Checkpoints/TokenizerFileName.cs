namespace SpeculativeDecoding;

/// <summary>The names under which the files are released that a tokenizer is read from.</summary>
internal static class TokenizerFileName
{
    private static readonly string[] Begins = ["tokenizer", "vocab", "tekken"];
    private static readonly string[] Ends = [".model", ".tiktoken"];

    /// <summary>Whether a file is one of them, or a part of one.</summary>
    public static bool Is(string name) =>
        Array.Exists(Begins, begin => name.StartsWith(begin, StringComparison.Ordinal)) || Array.Exists(Ends, end => name.EndsWith(end, StringComparison.Ordinal));
}
