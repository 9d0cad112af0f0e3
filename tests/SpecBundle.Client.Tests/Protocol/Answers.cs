using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>Reads answers without a server.</summary>
internal static class Answers
{
    public static GenerateResult InOnePiece(string json, ServerInfo? server = null) =>
        new AnswerAssembler(RequestId.Require("own", "id"), server, isStreamed: false).Accept(Encoding.UTF8.GetBytes(json), TimeSpan.FromSeconds(1))!.Value.Result!;

    /// <summary>The chunks of an event stream, whose reads come back as the stream likes.</summary>
    public static async Task<List<GenerateChunk>> ReadAsync(Stream stream, ServerInfo? server = null)
    {
        var chunks = new List<GenerateChunk>();
        await using var answers = new AnswerStream<GenerateChunk>(stream, new AnswerAssembler(RequestId.Require("own", "id"), server, isStreamed: true), new ClientWork(TimeProvider.System), TimeProvider.System, TimeProvider.System.GetTimestamp());
        await foreach (var chunk in answers.ReadAsync(CancellationToken.None))
        {
            if (chunk is { } some)
            {
                chunks.Add(some);
            }
        }

        return chunks;
    }

    public static byte[] Events(IEnumerable<string> frames) =>
        Encoding.UTF8.GetBytes(string.Concat(frames.Append("[DONE]").Select(frame => $"data: {frame}\n\n")));
}
