using System.Net.ServerSentEvents;

namespace SpeculativeDecoding;

/// <summary>The chunks of an event stream. Null stands for an event that brings nothing: <c>[DONE]</c>, or a frame of another request.</summary>
internal sealed class AnswerStream(Stream stream, AnswerAssembler assembler, ClientWork work, TimeProvider timeProvider, long started) : IAsyncDisposable
{
    // An event has no end of its own that a reader could trust: what is read for one is bounded here.
    private readonly TimedStream _stream = new(stream, timeProvider, BoundedBody.FrameBytes);

    /// <summary>Whether <c>[DONE]</c> was read.</summary>
    public bool IsDone { get; private set; }

    public async IAsyncEnumerable<GenerateChunk?> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(_stream, (_, data) => Parse(data)).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item.Data;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private GenerateChunk? Parse(ReadOnlySpan<byte> data)
    {
        _stream.BeginPiece();
        if (data.SequenceEqual("[DONE]"u8))
        {
            IsDone = true;
            return null;
        }

        work.Begin(_stream.LastRead);
        try
        {
            return assembler.Accept(data, timeProvider.GetElapsedTime(started, _stream.LastRead));
        }
        finally
        {
            work.End();
        }
    }
}
