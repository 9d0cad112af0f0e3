using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>The part that a tensor plays, whatever its layer and whatever the model is wrapped in.</summary>
internal static partial class TensorName
{
    private static readonly string[] Wrappings = ["language_model.model.", "model.language_model.", "model.", "language_model."];

    /// <summary>The name without wrapping and numbers, for example <c>layers.*.self_attn.q_proj.weight</c>.</summary>
    public static string PartOf(string name)
    {
        var wrapping = Array.Find(Wrappings, start => name.StartsWith(start, StringComparison.Ordinal));
        return Number.Replace(wrapping is null ? name : name[wrapping.Length..], ".*.");
    }

    [GeneratedRegex(@"\.[0-9]+\.", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number { get; }
}
