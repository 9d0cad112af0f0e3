using System.Globalization;
using System.Text.RegularExpressions;

namespace SpeculativeDecoding;

/// <summary>What a server can take. What it does not tell is null.</summary>
public sealed partial record ServerLimits
{
    // SGLang keeps one position for the end and five more from a prompt.
    private const int KeptFromPrompts = 6;

    /// <summary>The longest prompt and answer together, in tokens.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Tokens of the context that no request can have: a verify step writes all its draft tokens before it knows which are kept. 0 without speculation.</summary>
    public int? ReservedTokens { get; init; }

    /// <summary>The longest prompt, in tokens.</summary>
    public int? MaxPromptTokens { get; init; }

    /// <summary>Tokens that the KV cache holds, over all requests.</summary>
    public long? MaxTotalTokens { get; init; }

    /// <summary>Requests that run at once; others wait.</summary>
    public int? MaxRunningRequests { get; init; }

    /// <summary>Tokens of a prompt computed at once; -1 where prompts are not cut.</summary>
    public int? ChunkedPrefillSize { get; init; }

    /// <summary>Prompt tokens of one batch.</summary>
    public int? MaxPrefillTokens { get; init; }

    /// <summary>GPU memory left free when the server had started, in GiB.</summary>
    public double? AvailableGpuMemoryGiB { get; init; }

    /// <summary>How many new tokens a prompt leaves room for, as this server counts: ask for more (<see cref="SamplingParameters.MaxNewTokens"/>), and it refuses.</summary>
    /// <param name="promptTokens">The length of the prompt in tokens of the target.</param>
    /// <returns>The most; 0 where the prompt itself does not fit; null where the server tells too little.</returns>
    /// <exception cref="InvalidValueException">The number is negative.</exception>
    public int? GetMaxNewTokens(int promptTokens)
    {
        if (promptTokens < 0)
        {
            throw new InvalidValueException(nameof(promptTokens), promptTokens, "a prompt has no fewer than 0 tokens");
        }

        if (ContextLength is not { } context || ReservedTokens is not { } reserved)
        {
            return null;
        }

        // One request alone may be longer than what the KV cache holds.
        var room = Math.Min(context, MaxTotalTokens ?? context) - reserved - promptTokens;
        return promptTokens > MaxPromptTokens ? 0 : (int)Math.Max(room, 0);
    }

    /// <summary>What the log announced, completed by what the server tells of itself.</summary>
    internal static ServerLimits Of(ServerLimits? announced, ServerInfo? info)
    {
        var limits = announced ?? new ServerLimits();
        return info is null ? limits : limits with
        {
            // A server whose context is the model's own does not name it; the longest prompt follows from it.
            ContextLength = limits.ContextLength ?? info.ContextLength ?? info.MaxPromptTokens + KeptFromPrompts,
            ReservedTokens = info.Speculation is { } speculation ? Math.Max(speculation.DraftTokens, speculation.TopK * speculation.Steps) : info.SpeculativeAlgorithm is null ? 0 : null,
            MaxPromptTokens = info.MaxPromptTokens,
            MaxTotalTokens = limits.MaxTotalTokens ?? info.CacheTokens,
            MaxRunningRequests = limits.MaxRunningRequests ?? info.MaxRunningRequests,
        };
    }

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

        return new ServerLimits
        {
            MaxTotalTokens = Whole("max_total_num_tokens"),
            ContextLength = Whole("context_len"),
            MaxRunningRequests = Whole("max_running_requests"),
            ChunkedPrefillSize = Whole("chunked_prefill_size"),
            MaxPrefillTokens = Whole("max_prefill_tokens"),
            AvailableGpuMemoryGiB = values.TryGetValue("available_gpu_mem", out var free) && double.TryParse(free, CultureInfo.InvariantCulture, out var gigabytes) ? gigabytes : null,
        };

        int? Whole(string name) =>
            values.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
