using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Server-sent events: <c>data: {...}</c> and an empty line each, <c>data: [DONE]</c> at the end. One writer at a time.</summary>
internal sealed class EventStream(HttpContext context) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, PlainJson.Options);
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Sends the head at once: a client whose request waits in the queue knows that it was taken.</summary>
    public async Task BeginAsync()
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    public async Task WriteAsync<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        await _gate.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            var output = context.Response.BodyWriter;
            output.Write("data: "u8);
            _json.Reset(output);
            write(_json, state);
            _json.Flush();
            output.Write("\n\n"u8);
            await output.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task EndAsync()
    {
        context.Response.BodyWriter.Write("data: [DONE]\n\n"u8);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _json.Dispose();
        _gate.Dispose();
    }
}
