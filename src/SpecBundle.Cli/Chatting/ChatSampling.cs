using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Cli;

/// <summary>How answers are sampled, in the words of a chat client.</summary>
internal static class ChatSampling
{
    /// <exception cref="UsageException">The temperature is none that a request can carry.</exception>
    public static ChatOptions Of(int? maxNewTokens, double temperature) => new()
    {
        MaxOutputTokens = maxNewTokens,
        Temperature = float.IsFinite((float)temperature) ? (float)temperature : throw new UsageException("--temperature is larger than a number in a request may be."),
    };
}
