using System.Text.Json;
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
        var tools = ToolRequest.Read(document.RootElement);
        if (body.Stream)
        {
            await StreamAsync(context, body, tools, () => Start(body, document.RootElement, messages, tools)).ConfigureAwait(false);
            return;
        }

        using var generation = Start(body, document.RootElement, messages, tools);
        await generation.CompleteAsync(context.RequestAborted).ConfigureAwait(false);
        var frame = Frame("chat.completion", body, generation);

        // What broke off is no call: it stays text.
        var calls = tools.IsRequired && generation.Finish!.Kind == EngineFinishKind.Stop ? ToolCallReader.ReadWhole(generation.Text) : null;
        await Responses.JsonAsync(context, StatusCodes.Status200OK, json => ChatFrame.WriteWhole(json, frame, body, generation, server.Flags.EnableMetrics, calls)).ConfigureAwait(false);
    }

    private Generation Start(OpenAiBody body, JsonElement request, IReadOnlyList<ChatTurn> turns, ToolRequest tools)
    {
        var tokenizer = server.Engine.Tokenizer;
        var ids = tokenizer.Encode(Render(tokenizer, ChatConversation.Messages(turns), ChatConversation.Options(request, tools, server.Time)));
        return server.Generations.Start(new GenerationRequest(body.RequestId, ids, body.Sampling(length: null, tools), body.Stream));
    }

    private static string Render(ITextTokenizer tokenizer, IReadOnlyList<ConversationMessage> messages, ChatTemplateOptions options)
    {
        try
        {
            return tokenizer.ApplyChatTemplate(messages, options);
        }
        catch (ModelLoadException exception)
        {
            // A template refuses messages that it has no place for, such as two of the same role.
            throw new InvalidRequestException(exception.Message);
        }
    }

    private static async Task StreamAsync(EventStream events, OpenAiBody body, OpenAiFrame frame, Generation generation, ToolCallReader? calls, CancellationToken cancellationToken)
    {
        await events.BeginAsync().ConfigureAwait(false);
        while (await generation.NextFrameAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!generation.AnythingSent)
            {
                await events.WriteAsync(frame, ChatFrame.WriteRole).ConfigureAwait(false);
            }

            if (generation.HasNewText && calls is not null)
            {
                foreach (var call in calls.Read(generation.NewText))
                {
                    await events.WriteAsync((frame, generation, call, body.ContinuousUsage), static (json, state) => ChatFrame.WriteToolCall(json, state.frame, state.generation, state.call, state.ContinuousUsage)).ConfigureAwait(false);
                }
            }
            else if (generation.HasNewText)
            {
                await events.WriteAsync((frame, generation, body.ContinuousUsage), static (json, state) => ChatFrame.WriteText(json, state.frame, state.generation, state.ContinuousUsage)).ConfigureAwait(false);
            }

            generation.MarkSent();
        }

        if (generation.Finish is { IsRefusal: true, Message: { } message })
        {
            await OpenAiStream.BreakOffAsync(events, message).ConfigureAwait(false);
            return;
        }

        await events.WriteAsync((frame, generation, calls: calls is { Count: > 0 }), static (json, state) => ChatFrame.WriteFinish(json, state.frame, state.generation, state.calls)).ConfigureAwait(false);
        await OpenAiStream.EndAsync(events, frame, body, [generation], withDetails: true).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, OpenAiBody body, ToolRequest tools, Func<Generation> start)
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
            await StreamAsync(events, body, Frame("chat.completion.chunk", body, generation), generation, tools.IsRequired ? new ToolCallReader() : null, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private OpenAiFrame Frame(string kind, OpenAiBody body, Generation generation) =>
        new(generation.RequestId, kind, server.Time.GetUtcNow().ToUnixTimeSeconds(), body.Model ?? server.Flags.ServedModelName);
}
