using System.Net.ServerSentEvents;

namespace SpeculativeDecoding;

/// <summary>The pieces of an event stream. Null stands for an event that brings nothing: <c>[DONE]</c>, or a frame of another request.</summary>
internal sealed class AnswerStream<TPiece>(Stream stream, IAnswer<TPiece> answer, ClientWork work, TimeProvider timeProvider, long started) : IAsyncDisposable
    where TPiece : struct
{
    private const string Extension = "sglext";

    // An event has no end of its own that a reader could trust: what is read for one is bounded here.
    private readonly TimedStream _stream = new(stream, timeProvider, BoundedBody.FrameBytes);

    /// <summary>Whether <c>[DONE]</c> was read.</summary>
    public bool IsDone { get; private set; }

    public async IAsyncEnumerable<TPiece?> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(_stream, Parse).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item.Data;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private TPiece? Parse(string name, ReadOnlySpan<byte> data)
    {
        _stream.BeginPiece();
        if (name.StartsWith(Extension, StringComparison.Ordinal))
        {
            // Token ids in a frame of their own, which nobody asked for.
            return null;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            IsDone = true;
            return null;
        }

        work.Begin(_stream.LastRead);
        try
        {
            return answer.Accept(data, timeProvider.GetElapsedTime(started, _stream.LastRead));
        }
        finally
        {
            work.End();
        }
    }
}
