using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What the option <c>name:num-prompts:subset,subset</c> says, such as <c>ceval:200:law,logic</c>.</summary>
/// <param name="Name">The workload's name.</param>
/// <param name="Count">How many prompts at most; null for all.</param>
/// <param name="Subsets">The subsets; null for all.</param>
public sealed record WorkloadSelection(string Name, int? Count = null, IReadOnlyList<string>? Subsets = null)
{
    /// <summary>Reads the option. An empty number is all prompts: <c>mmlu::anatomy</c>.</summary>
    /// <exception cref="FormatException">It is not of that shape; the message shows the shape.</exception>
    public static WorkloadSelection Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        if (parts.Length > 3 || string.IsNullOrWhiteSpace(parts[0]))
            throw Malformed(text, "it has one to three parts");

        int? count = null;
        if (parts.Length > 1 && parts[1].Trim().Length > 0)
        {
            if (!int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                throw Malformed(text, $"'{parts[1]}' is not a number of prompts");
            count = number;
        }

        var subsets = parts.Length > 2
            ? parts[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];
        return new(parts[0].Trim().ToLowerInvariant(), count, subsets.Length > 0 ? subsets : null);
    }

    private static FormatException Malformed(string text, string why) =>
        new($"'{text}' selects no workload: {why}. Write name:num-prompts:subset,subset, such as gsm8k, gsm8k:50 or ceval:200:law,logic.");
}
