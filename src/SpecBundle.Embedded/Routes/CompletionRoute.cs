using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary><c>/v1/completions</c>: one prompt or several, as text or as token ids.</summary>
internal sealed class CompletionRoute(ServerContext server)
{
    private const int DefaultLength = 16;

    public async Task HandleAsync(HttpContext context)
    {
        if (server.Status.Phase == ServerPhase.Stopping)
        {
            await RouteErrors.StoppingAsync(context).ConfigureAwait(false);
            return;
        }

        OpenAiStream.RequireJson(context);
        using var document = await JsonBody.ReadAsync(context).ConfigureAwait(false);
        var body = new OpenAiBody(document.RootElement);
        using var events = new EventStream(context);
        IReadOnlyList<Generation> generations;
        try
        {
            generations = server.Generations.Start(Requests(document.RootElement, body));
        }
        catch (InvalidRequestException exception) when (body.Stream)
        {
            await OpenAiStream.RefuseAsync(events, exception.Message).ConfigureAwait(false);
            return;
        }

        try
        {
            await (body.Stream ? StreamAsync(events, body, generations, context.RequestAborted) : WholeAsync(context, body, generations)).ConfigureAwait(false);
        }
        finally
        {
            foreach (var generation in generations)
            {
                generation.Dispose();
            }
        }
    }

    private async Task WholeAsync(HttpContext context, OpenAiBody body, IReadOnlyList<Generation> generations)
    {
        await Task.WhenAll(generations.Select(generation => generation.CompleteAsync(context.RequestAborted))).ConfigureAwait(false);
        var frame = Frame(body, generations[0]);
        await Responses.JsonAsync(context, StatusCodes.Status200OK, json => CompletionFrame.WriteWhole(json, frame, body, generations)).ConfigureAwait(false);
    }

    private async Task StreamAsync(EventStream events, OpenAiBody body, IReadOnlyList<Generation> generations, CancellationToken cancellationToken)
    {
        await events.BeginAsync().ConfigureAwait(false);
        var frame = Frame(body, generations[0]);
        await Task.WhenAll(generations.Select((generation, i) => StreamAsync(events, body, frame, generation, i, cancellationToken))).ConfigureAwait(false);
        await OpenAiStream.EndAsync(events, frame, body, generations, withDetails: false).ConfigureAwait(false);
    }

    private static async Task StreamAsync(EventStream events, OpenAiBody body, OpenAiFrame frame, Generation generation, int index, CancellationToken cancellationToken)
    {
        while (await generation.NextFrameAsync(cancellationToken).ConfigureAwait(false))
        {
            await events.WriteAsync(
                (frame, index, generation, body.ContinuousUsage),
                static (json, state) => CompletionFrame.WriteChunk(json, state.frame, state.index, state.generation, state.ContinuousUsage)).ConfigureAwait(false);
            generation.MarkSent();
        }
    }

    private IReadOnlyList<GenerationRequest> Requests(JsonElement root, OpenAiBody body)
    {
        if (root.Field("prompt") is not { } prompt)
        {
            throw new MalformedBodyException("[{'type': 'missing', 'loc': ('body', 'prompt'), 'msg': 'Field required'}]");
        }

        var sampling = body.Sampling(DefaultLength);
        var many = prompt.ValueKind == JsonValueKind.Array && prompt.EnumerateArray().FirstOrDefault().ValueKind != JsonValueKind.Number;
        var prompts = many ? prompt.EnumerateArray().Select(Ids).ToList() : [Ids(prompt)];
        return [.. prompts.Select((ids, i) => new GenerationRequest(body.RequestId is { } rid && many ? $"{rid}_{i}" : body.RequestId, ids, sampling, body.Stream))];
    }

    private IReadOnlyList<int> Ids(JsonElement prompt) => prompt.ValueKind switch
    {
        JsonValueKind.String => server.Engine.Tokenizer.Encode(prompt.GetString()!),
        JsonValueKind.Array => prompt.Ids("prompt"),
        _ => throw JsonBody.Wrong("string_type", "prompt", "Input should be a valid string", prompt),
    };

    private OpenAiFrame Frame(OpenAiBody body, Generation generation) =>
        new(generation.RequestId, "text_completion", server.Time.GetUtcNow().ToUnixTimeSeconds(), body.Model ?? server.Flags.ServedModelName);
}
