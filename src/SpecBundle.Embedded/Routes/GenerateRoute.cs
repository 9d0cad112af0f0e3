using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary><c>/generate</c>: one prompt or a batch, whole or as a stream with an event for each verify step.</summary>
internal sealed class GenerateRoute(ServerContext server)
{
    private readonly bool _timings = server.Flags.EnableMetrics;

    public async Task HandleAsync(HttpContext context)
    {
        if (server.Status.Phase == ServerPhase.Stopping)
        {
            await RouteErrors.StoppingAsync(context).ConfigureAwait(false);
            return;
        }

        using var document = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        var body = new GenerateBody(document.RootElement);
        if (body.Stream)
        {
            await StreamAsync(context, body).ConfigureAwait(false);
            return;
        }

        var generations = server.Generations.Start(body.Requests(server.Engine.Tokenizer));
        try
        {
            await Task.WhenAll(generations.Select(generation => generation.CompleteAsync(context.RequestAborted))).ConfigureAwait(false);
            await Responses.JsonAsync(context, StatusCodes.Status200OK, json => WriteWhole(json, generations, body.IsBatch)).ConfigureAwait(false);
        }
        finally
        {
            Release(generations);
        }
    }

    private async Task StreamAsync(HttpContext context, GenerateBody body)
    {
        using var events = new EventStream(context);
        IReadOnlyList<Generation> generations;
        try
        {
            generations = server.Generations.Start(body.Requests(server.Engine.Tokenizer));
        }
        catch (InvalidRequestException exception)
        {
            await events.BeginAsync().ConfigureAwait(false);
            await events.WriteAsync(exception.Message, ErrorFrames.WriteEvent).ConfigureAwait(false);
            await events.EndAsync().ConfigureAwait(false);
            return;
        }

        try
        {
            await events.BeginAsync().ConfigureAwait(false);
            await Task.WhenAll(generations.Select((generation, i) => StreamAsync(events, generation, body.IsBatch ? i : null, context.RequestAborted))).ConfigureAwait(false);
            await events.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            Release(generations);
        }
    }

    private async Task StreamAsync(EventStream events, Generation generation, int? index, CancellationToken cancellationToken)
    {
        var incremental = server.Flags.IncrementalStreamingOutput;
        while (await generation.NextFrameAsync(cancellationToken).ConfigureAwait(false))
        {
            await events.WriteAsync(
                (generation, incremental, timings: _timings, index),
                static (json, frame) => GenerateFrame.Write(json, frame.generation, frame.incremental, frame.timings, frame.index)).ConfigureAwait(false);
            generation.MarkSent();
        }
    }

    private void WriteWhole(Utf8JsonWriter json, IReadOnlyList<Generation> generations, bool isBatch)
    {
        if (!isBatch)
        {
            GenerateFrame.Write(json, generations[0], incremental: false, _timings);
            return;
        }

        json.WriteStartArray();
        foreach (var generation in generations)
        {
            GenerateFrame.Write(json, generation, incremental: false, _timings);
        }

        json.WriteEndArray();
    }

    private static void Release(IReadOnlyList<Generation> generations)
    {
        foreach (var generation in generations)
        {
            generation.Dispose();
        }
    }
}
