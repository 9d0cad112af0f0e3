using System.Text;

namespace SpeculativeDecoding;

/// <summary>
/// The verify steps of a streamed answer, from a server that does not tell them in a stream (before 0.5.19). One chunk is one step
/// only where nothing gathers steps or holds their text back, so everything that could do so makes them unknown.
/// </summary>
internal static class ChunkSteps
{
    /// <summary>Whether chunks are steps, as far as server and request say: it speculates, by numbers that stay, sends each step, and looks for nothing in the text.</summary>
    public static bool CanCount(ServerInfo? server, ChatRequest request) =>
        server is { StreamInterval: 1, Speculation: not null, IsSpeculationAdaptive: not true }
        && ChatSampling.Of(request) is { StopStrings: null or { Count: 0 }, StopPatterns: null or { Count: 0 }, TokensPerFrame: null or 1 }
        && request.Additional("stop") is null && request.Additional("stop_regex") is null
        && ChatTools.Functions(request.Options).Count == 0;

    /// <summary>A chunk of several tokens whose text has more than ASCII may be two steps: the first had half a character, and was held back.</summary>
    public static bool MayBeTwo(ReadOnlySpan<byte> text, int tokens) => tokens > 1 && !Ascii.IsValid(text);

    /// <summary>The steps: a chunk each, after the first one's token, which comes from the prefill. Null where they do not fit.</summary>
    public static SpeculationStatistics? Count(IReadOnlyList<ChunkTiming> chunks, int silentTokens, int? completionTokens, SpeculationSettings settings)
    {
        // What had no text is one token, and so one step, or it can't be told how many.
        var most = Math.Min(settings.Steps + 1, settings.DraftTokens);
        if (chunks is not [{ Tokens: 1 }, _, ..] || silentTokens > 1 || chunks.Skip(1).Any(chunk => chunk.Tokens < 1 || chunk.Tokens > most))
        {
            return null;
        }

        return new SpeculationStatistics { VerifySteps = chunks.Count - 1, CompletionTokens = completionTokens };
    }
}
