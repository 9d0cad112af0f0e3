using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>The limits that a server announces when its memory is allocated. What its release does not print is null.</summary>
/// <param name="MaxTotalTokens">Tokens that the KV cache holds, over all requests.</param>
/// <param name="ContextLength">The longest prompt and answer together, in tokens.</param>
/// <param name="MaxRunningRequests">Requests that run at once; others wait.</param>
/// <param name="ChunkedPrefillSize">Tokens of a prompt computed at once; -1 where prompts are not cut.</param>
/// <param name="MaxPrefillTokens">Prompt tokens of one batch.</param>
/// <param name="AvailableGpuMemory">GPU memory left free, in GiB.</param>
public sealed partial record ServerLimits(
    int? MaxTotalTokens,
    int? ContextLength,
    int? MaxRunningRequests = null,
    int? ChunkedPrefillSize = null,
    int? MaxPrefillTokens = null,
    double? AvailableGpuMemory = null)
{
    [GeneratedRegex(@"^max_total_num_tokens=\d+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Line { get; }

    [GeneratedRegex(@"\b(?<name>[a-z_]+)=(?<value>-?\d+(?:\.\d+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex Figure { get; }

    /// <summary>Reads the message of the line <c>max_total_num_tokens=..., context_len=...</c>; null for any other.</summary>
    internal static ServerLimits? Parse(string message)
    {
        if (!Line.IsMatch(message))
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Figure.Matches(message))
        {
            values[match.Groups["name"].Value] = match.Groups["value"].Value;
        }

        return new ServerLimits(
            Whole("max_total_num_tokens"),
            Whole("context_len"),
            Whole("max_running_requests"),
            Whole("chunked_prefill_size"),
            Whole("max_prefill_tokens"),
            values.TryGetValue("available_gpu_mem", out var free) && double.TryParse(free, CultureInfo.InvariantCulture, out var gigabytes) ? gigabytes : null);

        int? Whole(string name) =>
            values.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
