using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.TestHub;

/// <summary>Writes bodies: ranges, and what goes wrong with them.</summary>
internal static class BodyWriter
{
    private const int BlockSize = 256 * 1024;

    public static async Task WriteTextAsync(HttpContext context, string text, bool compressed)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!compressed)
        {
            await context.Response.Body.WriteAsync(bytes);
            return;
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(bytes);
    }

    public static async Task WriteAsync(HttpContext context, RepositoryFile file, Fault? fault, SeenRequest seen)
    {
        var (start, end) = fault is { IgnoreRange: true } ? (0, file.Length) : Range(context, file.Length);
        context.Response.Headers.AcceptRanges = "bytes";
        if (start >= file.Length && file.Length > 0)
        {
            context.Response.StatusCode = 416;
            return;
        }

        if (fault is { Gzip: true } && context.Request.Method == "GET")
        {
            await WriteTextAsync(context, file.Text!, compressed: true);
            return;
        }

        if (end - start != file.Length)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {start}-{end - 1}/{file.Length}";
        }

        context.Response.ContentLength = end - start;
        if (context.Request.Method == "GET")
        {
            await CopyAsync(context, file, start, end, fault, seen);
        }
    }

    private static async Task CopyAsync(HttpContext context, RepositoryFile file, long start, long end, Fault? fault, SeenRequest seen)
    {
        var buffer = new byte[BlockSize];
        var pace = fault?.BytesPerSecond is { } rate ? Math.Max(rate / 50, 1) : BlockSize;
        for (var offset = start; offset < end;)
        {
            var sent = offset - start;
            if (fault?.CutAfterBytes <= sent)
            {
                context.Abort();
                return;
            }

            if (fault?.StallAfterBytes <= sent)
            {
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            var limit = Math.Min(fault?.CutAfterBytes ?? long.MaxValue, fault?.StallAfterBytes ?? long.MaxValue);
            var count = (int)Math.Min(Math.Min(pace, end - offset), Math.Max(limit == long.MaxValue ? BlockSize : limit - sent, 1));
            file.Fill(offset, buffer.AsSpan(0, count));
            if (fault is { Corrupt: true } && offset == start)
            {
                buffer[0] ^= 1;
            }

            try
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            offset += count;
            seen.BytesSent += count;
            if (fault?.BytesPerSecond is not null)
            {
                await Task.Delay(20);
            }
        }
    }

    private static (long Start, long End) Range(HttpContext context, long length)
    {
        if (context.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault() is not { From: { } from } range)
        {
            return (0, length);
        }

        return (from, Math.Min(range.To + 1 ?? length, length));
    }
}
