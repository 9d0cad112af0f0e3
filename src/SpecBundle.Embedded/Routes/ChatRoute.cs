using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary><c>/v1/chat/completions</c>.</summary>
internal sealed class ChatRoute(ServerContext server)
{
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
        if (body is { Stream: true, MetaInfo: true })
        {
            throw new InvalidRequestException(
                "return_token_ids / return_prompt_token_ids / return_meta_info is not supported with streaming on /v1/chat/completions. Please set stream=false.");
        }

        var messages = ChatMessages.Read(document.RootElement);
        if (body.Stream)
        {
            await StreamAsync(context, body, () => Start(body, messages)).ConfigureAwait(false);
            return;
        }

        using var generation = Start(body, messages);
        await generation.CompleteAsync(context.RequestAborted).ConfigureAwait(false);
        var frame = Frame("chat.completion", body, generation);
        await Responses.JsonAsync(context, StatusCodes.Status200OK, json => ChatFrame.WriteWhole(json, frame, body, generation, server.Flags.EnableMetrics)).ConfigureAwait(false);
    }

    private Generation Start(OpenAiBody body, IReadOnlyList<(string Role, string Content)> messages)
    {
        var tokenizer = server.Engine.Tokenizer;
        var ids = tokenizer.Encode(Render(tokenizer, messages));
        return server.Generations.Start(new GenerationRequest(body.RequestId, ids, body.Sampling(length: null), body.Stream));
    }

    private static string Render(ITextTokenizer tokenizer, IReadOnlyList<(string Role, string Content)> messages)
    {
        try
        {
            return tokenizer.ApplyChatTemplate(messages);
        }
        catch (ModelLoadException exception)
        {
            // A template refuses messages that it has no place for, such as two of the same role.
            throw new InvalidRequestException(exception.Message);
        }
    }

    private static async Task StreamAsync(EventStream events, OpenAiBody body, OpenAiFrame frame, Generation generation, CancellationToken cancellationToken)
    {
        await events.BeginAsync().ConfigureAwait(false);
        while (await generation.NextFrameAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!generation.AnythingSent)
            {
                await events.WriteAsync(frame, ChatFrame.WriteRole).ConfigureAwait(false);
            }

            if (generation.HasNewText)
            {
                await events.WriteAsync((frame, generation, body.ContinuousUsage), static (json, state) => ChatFrame.WriteText(json, state.frame, state.generation, state.ContinuousUsage)).ConfigureAwait(false);
            }

            generation.MarkSent();
        }

        await events.WriteAsync((frame, generation), static (json, state) => ChatFrame.WriteFinish(json, state.frame, state.generation)).ConfigureAwait(false);
        await OpenAiStream.EndAsync(events, frame, body, [generation], withDetails: true).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, OpenAiBody body, Func<Generation> start)
    {
        using var events = new EventStream(context);
        Generation generation;
        try
        {
            generation = start();
        }
        catch (InvalidRequestException exception)
        {
            await OpenAiStream.RefuseAsync(events, exception.Message).ConfigureAwait(false);
            return;
        }

        using (generation)
        {
            await StreamAsync(events, body, Frame("chat.completion.chunk", body, generation), generation, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private OpenAiFrame Frame(string kind, OpenAiBody body, Generation generation) =>
        new(generation.RequestId, kind, server.Time.GetUtcNow().ToUnixTimeSeconds(), body.Model ?? server.Flags.ServedModelName);
}
