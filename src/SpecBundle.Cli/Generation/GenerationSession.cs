namespace SpeculativeDecoding.Cli;

/// <summary>Starts a pair, runs the prompts one after another, and the same without the draft where asked.</summary>
internal sealed class GenerationSession(Terminal terminal, ModelPair pair, LaunchOptions options, GenerationRequest request, IGenerationView view)
{
    public static async Task<int> AttachAsync(Terminal terminal, Uri address, SpecClientOptions client, GenerationRequest request, IGenerationView view, CancellationToken cancellationToken)
    {
        var server = await ServerStart.AttachAsync(terminal, address, client, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var rendered = await MessagePrompts.RenderAsync(request, () => MessagePrompts.TargetOf(server), cancellationToken).ConfigureAwait(false);
            var run = await RunOnAsync(terminal, server, withDraft: true, rendered, view, cancellationToken).ConfigureAwait(false);
            return run.HasFailures ? ExitCode.Failed : ExitCode.Done;
        }
    }

    public async Task<int> RunAsync(bool compare, CancellationToken cancellationToken)
    {
        var first = await LaunchAndRunAsync(withDraft: options.UseDraft, cancellationToken).ConfigureAwait(false);
        if (!compare)
        {
            return first.HasFailures ? ExitCode.Failed : ExitCode.Done;
        }

        options.UseDraft = false;
        options.Speculation = null;
        var second = await LaunchAndRunAsync(withDraft: false, cancellationToken).ConfigureAwait(false);
        view.Compare(first, second);
        return first.HasFailures || second.HasFailures ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<GenerationRun> RunOnAsync(
        Terminal terminal, SpecServer server, bool withDraft, GenerationRequest request, IGenerationView view, CancellationToken cancellationToken)
    {
        var outcomes = new List<GenerationOutcome>(request.Prompts.Count);
        view.Start(server, withDraft);
        try
        {
            foreach (var prompt in request.Prompts)
            {
                view.StartAnswer(prompt, outcomes.Count + 1, request.Prompts.Count);
                var outcome = await AnswerAsync(server.Client, prompt, request, view, cancellationToken).ConfigureAwait(false);
                outcomes.Add(outcome);
                view.End(outcome);
                await server.LookAfterAsync(outcome.Error, cancellationToken).ConfigureAwait(false);
                server.ThrowIfGone();
            }
        }
        finally
        {
            // Ctrl-C or a dead server: what was measured until then is shown all the same.
            view.Summarise(new GenerationRun(withDraft, outcomes));
            if (server.Exited.IsCompleted && outcomes.Count < request.Prompts.Count)
            {
                terminal.Error.WriteLine($"The server is gone: {request.Prompts.Count - outcomes.Count} of {request.Prompts.Count} prompts were not asked.");
            }
        }

        return new GenerationRun(withDraft, outcomes);
    }

    private static async Task<GenerationOutcome> AnswerAsync(
        SpecClient client, Prompt prompt, GenerationRequest request, IGenerationView view, CancellationToken cancellationToken)
    {
        try
        {
            GenerateResult? result = null;
            await foreach (var chunk in client.StreamAsync(request.For(prompt), cancellationToken).ConfigureAwait(false))
            {
                view.Continue(chunk);
                result = chunk.Result ?? result;
            }

            return new GenerationOutcome(prompt, result, null);
        }
        catch (SpecBundleException exception)
        {
            return new GenerationOutcome(prompt, null, exception);
        }
    }

    private async Task<GenerationRun> LaunchAndRunAsync(bool withDraft, CancellationToken cancellationToken)
    {
        var server = await ServerStart.LaunchAsync(terminal, pair, options, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            return await RunOnAsync(terminal, server, withDraft, request, view, cancellationToken).ConfigureAwait(false);
        }
    }
}
