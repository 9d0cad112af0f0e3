using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>What the streams of both OpenAI routes have in common: where an error goes, and how they end.</summary>
internal static class OpenAiStream
{
    public static void RequireJson(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new MalformedBodyException("Unsupported Media Type: Only 'application/json' is allowed");
        }
    }

    /// <summary>The whole stream of a request that cannot be served.</summary>
    public static async Task RefuseAsync(EventStream events, string message)
    {
        await events.BeginAsync().ConfigureAwait(false);
        await BreakOffAsync(events, message).ConfigureAwait(false);
    }

    /// <summary>The end of a stream whose request turned out to be impossible.</summary>
    public static async Task BreakOffAsync(EventStream events, string message)
    {
        await events.WriteAsync(message, static (json, text) => ErrorFrames.WriteOpenAiEvent(json, text, "BadRequestError", 400)).ConfigureAwait(false);
        await events.EndAsync().ConfigureAwait(false);
    }

    public static async Task EndAsync(EventStream events, OpenAiFrame frame, OpenAiBody body, IReadOnlyList<Generation> generations, bool withDetails)
    {
        if (generations.Count == 1 && SglExtension.HasAny(body, generations[0]))
        {
            await events.WriteAsync((frame, body, generations), static (json, state) => ClosingFrames.WriteExtension(json, state.frame, state.body, state.generations[0])).ConfigureAwait(false);
        }

        if (body.IncludeUsage)
        {
            await events.WriteAsync((frame, generations, withDetails), static (json, state) => ClosingFrames.WriteUsage(json, state.frame, state.generations, state.withDetails)).ConfigureAwait(false);
        }

        await events.EndAsync().ConfigureAwait(false);
    }
}
