using System.Diagnostics;
using System.Net.Sockets;

namespace SpeculativeDecoding.StandIn;

/// <summary>Writes one recording to a connection.</summary>
internal sealed class Replay(Recording recording, ReplayOptions options)
{
    public async Task WriteAsync(NetworkStream stream)
    {
        var limit = new[] { options.Truncate, options.Die, options.Hang, recording.Response.Length }.Min()!.Value;
        var clock = Stopwatch.StartNew();
        var written = 0;
        foreach (var (time, bytes) in options.Pace is null ? [] : recording.Reads)
        {
            var wait = (time * options.Pace!.Value) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait).ConfigureAwait(false);
            }

            written = await WriteToAsync(stream, written, Math.Min(bytes, limit)).ConfigureAwait(false);
        }

        await WriteToAsync(stream, written, limit).ConfigureAwait(false);
        if (options.Die is not null)
        {
            Process.GetCurrentProcess().Kill();
        }

        if (options.Hang is not null)
        {
            await WaitForLeaveAsync(stream).ConfigureAwait(false);
        }
    }

    private async Task<int> WriteToAsync(NetworkStream stream, int from, int to)
    {
        while (from < to)
        {
            var count = Math.Min(options.Cut ?? int.MaxValue, to - from);
            await stream.WriteAsync(recording.Response.AsMemory(from, count)).ConfigureAwait(false);
            from += count;
        }

        return Math.Max(from, to);
    }

    private static async Task WaitForLeaveAsync(NetworkStream stream)
    {
        if (await stream.ReadAsync(new byte[1]).ConfigureAwait(false) == 0)
        {
            throw new IOException("The client left.");
        }
    }
}
