using System.Text.RegularExpressions;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Finds the Python in an output as SpecForge's <c>humaneval.py</c> and <c>mbpp.py</c> do: the first fenced block, else
/// from the first <c>def</c> to the next after an empty line, else everything.
/// </summary>
internal static partial class CodeText
{
    /// <summary>The fence is followed by a line end, as <c>humaneval.py</c> wants it.</summary>
    public static string? FromLines(string output) => Extract(output, Fenced());

    /// <summary>The fence may be followed by anything, as <c>mbpp.py</c> has it.</summary>
    public static string? FromAnywhere(string output) => Extract(output, LooselyFenced());

    /// <summary>The lines between the last two that have a fence, as LiveCodeBench's own <c>extraction_utils.py</c> takes them; null where they say nothing.</summary>
    public static string? LastBlock(string output)
    {
        var lines = output.Split('\n');
        var end = Array.FindLastIndex(lines, HasFence);
        var start = end > 0 ? Array.FindLastIndex(lines, end - 1, HasFence) : -1;
        return start >= 0 && string.Join('\n', lines[(start + 1)..end]) is var block && !string.IsNullOrWhiteSpace(block) ? block : null;
    }

    private static bool HasFence(string line) => line.Contains("```", StringComparison.Ordinal);

    private static string? Extract(string output, Regex fence)
    {
        if (fence.Match(output) is { Success: true } block)
        {
            return block.Groups[1].Value.Trim();
        }

        if (Function().Match(output) is { Success: true } function)
        {
            return function.Groups[1].Value.Trim();
        }

        return output.Trim() is { Length: > 0 } rest ? rest : null;
    }

    /// <summary>The name of the function that the code starts with; null when it does not start with one.</summary>
    public static string? LeadingFunction(string code) =>
        Leading().Match(code) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"```(?:python)?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"```(?:python)?\s*(.*?)\s*```", RegexOptions.Singleline)]
    private static partial Regex LooselyFenced();

    [GeneratedRegex(@"(def\s+" + PythonText.Word + @"+\([^)]*\):.*?)(?=\n\ndef\s+|\z)", RegexOptions.Singleline)]
    private static partial Regex Function();

    [GeneratedRegex(@"^def\s+(\w+)\s*\(")]
    private static partial Regex Leading();
}
