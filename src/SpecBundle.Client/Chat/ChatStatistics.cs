using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding;

/// <summary>What was measured of a chat request: the names of its counts, and the way to its full statistics.</summary>
public static class ChatStatistics
{
    /// <summary>In <see cref="UsageDetails.AdditionalCounts"/>: forward passes of the target that verified drafts. Absent where unknown, and without speculation.</summary>
    public const string VerifySteps = "spec_verify_steps";

    /// <summary>In <see cref="UsageDetails.AdditionalCounts"/>: draft tokens that the target accepted, without bonus tokens. Absent where unknown.</summary>
    public const string AcceptedDraftTokens = "spec_accepted_draft_tokens";

    /// <summary>In <see cref="UsageDetails.AdditionalCounts"/>: draft tokens that were verified. Absent where unknown.</summary>
    public const string ProposedDraftTokens = "spec_proposed_draft_tokens";

    /// <summary>The key in the additional properties of a response and of the last update, under which the statistics are kept in a form that every cache can store. <c>GetStatistics</c> reads it.</summary>
    public const string Key = "specbundle.statistics";

    /// <summary>The full statistics of the request that this answers; of the last one where several were made for it, as function invocation does.</summary>
    /// <param name="response">The response, which may have been put together from updates.</param>
    /// <returns>Null where it has none, such as a response of another client.</returns>
    public static RequestStatistics? GetStatistics(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Read(response.AdditionalProperties) ?? response.Messages.Reverse().Select(message => Read(message.AdditionalProperties)).FirstOrDefault(statistics => statistics is not null);
    }

    /// <summary>The full statistics of a request, on its last update.</summary>
    /// <param name="update">The update.</param>
    /// <returns>Null for every other update.</returns>
    public static RequestStatistics? GetStatistics(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Read(update.AdditionalProperties);
    }

    /// <summary>The properties that carry them: as JSON, since a cache of an app that was compiled ahead of time can store no type of ours.</summary>
    internal static AdditionalPropertiesDictionary Carry(RequestStatistics statistics) => new() { [Key] = JsonSerializer.SerializeToElement(statistics, StatisticsJson.Default.RequestStatistics) };

    private static RequestStatistics? Read(AdditionalPropertiesDictionary? properties)
    {
        object? value = null;
        _ = properties?.TryGetValue(Key, out value);
        try
        {
            return value is JsonElement element ? element.Deserialize(StatisticsJson.Default.RequestStatistics) : null;
        }
        catch (JsonException)
        {
            // Somebody else's.
            return null;
        }
    }
}
