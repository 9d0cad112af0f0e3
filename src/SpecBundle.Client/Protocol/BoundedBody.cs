using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>Reads a body that somebody else wrote: never more of it than was allowed for.</summary>
internal static class BoundedBody
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>Server info, metrics, and what else a short call answers; real ones have some kilobytes.</summary>
    public const int ControlBytes = 8 * 1024 * 1024;

    /// <summary>One frame, or an answer in one piece. A million tokens with their ids, repeated whole, are about 12 MB; a growing buffer takes up to five times as much.</summary>
    public const int FrameBytes = 16 * 1024 * 1024;

    /// <summary>A refusal: its first words tell enough.</summary>
    public const int ErrorBytes = 64 * 1024;

    /// <summary>All of a body.</summary>
    /// <exception cref="JsonException">It is longer.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        var body = await ReadStartAsync(content, most + 1, cancellationToken).ConfigureAwait(false);
        return body.Length <= most ? body : throw TooLong(most);
    }

    /// <summary>The beginning of a body, or all of it.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadStartAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[Math.Min(FirstBytes, most)];
            for (var length = 0; ;)
            {
                length += await stream.ReadAtLeastAsync(buffer.AsMemory(length), buffer.Length - length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (length < buffer.Length || length == most)
                {
                    return buffer.AsMemory(0, length);
                }

                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, most));
            }
        }
    }

    /// <summary>Like what can't be parsed, as nobody would want to.</summary>
    public static JsonException TooLong(int most) => new(FormattableString.Invariant($"one piece of it is longer than {most / (1024 * 1024)} MiB"));
}
