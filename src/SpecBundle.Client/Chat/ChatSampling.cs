using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>The sampling that a request asks for: what the caller's own parameters leave open, its options fill in.</summary>
internal static class ChatSampling
{
    private const float MostDecimal = 1e6f;

    public static SamplingParameters Of(ChatRequest request)
    {
        var (options, own) = (request.Options, request.Raw ?? new SamplingParameters());
        return own with
        {
            MaxNewTokens = own.MaxNewTokens ?? options.MaxOutputTokens,
            Temperature = own.Temperature ?? Decimal(options.Temperature),
            TopP = own.TopP ?? Decimal(options.TopP),
            TopK = own.TopK ?? options.TopK,
            FrequencyPenalty = own.FrequencyPenalty ?? Decimal(options.FrequencyPenalty),
            PresencePenalty = own.PresencePenalty ?? Decimal(options.PresencePenalty),
            Seed = own.Seed ?? options.Seed,
            StopStrings = own.StopStrings ?? (options.StopSequences is { Count: > 0 } stops ? [.. stops] : null),
        };
    }

    /// <summary>0.1f as 0.1, and not as 0.10000000149.</summary>
    private static double? Decimal(float? value) => value is { } number && Math.Abs(number) < MostDecimal ? (double)(decimal)number : value;
}
