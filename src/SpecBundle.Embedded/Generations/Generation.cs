using System.Threading.Channels;

namespace SpeculativeDecoding.Embedded;

/// <summary>One request in flight: the engine's steps as they come, and the answer so far in ids and text.</summary>
internal sealed class Generation : IDisposable
{
    private readonly GenerationService service;
    private readonly SamplingRequest sampling;
    private readonly IncrementalDetokenizer detokenizer;
    private readonly List<int> outputIds = [];
    private readonly ChannelReader<EngineStep> steps;
    private readonly int interval;
    private bool frameIsDue;

    public Generation(GenerationService service, GenerationRequest request, string requestId, string engineId, ITextTokenizer tokenizer, int interval, GenerationTimes times, Func<Generation, ChannelReader<EngineStep>> submit)
    {
        this.service = service;
        this.interval = interval;
        (RequestId, EngineId, Times, Streams) = (requestId, engineId, times, request.Stream);
        sampling = request.Sampling;
        detokenizer = new IncrementalDetokenizer(tokenizer, sampling.Engine.Stop, sampling.SkipSpecialTokens);
        steps = submit(this);
        times.MarkDispatched();
    }

    public string RequestId { get; }

    /// <summary>The id the engine knows it by: unlike <see cref="RequestId"/>, no other one's beginning.</summary>
    public string EngineId { get; }

    public bool Streams { get; }

    public GenerationTimes Times { get; }

    /// <summary>The engine's last word.</summary>
    public EngineStep? Step { get; private set; }

    public EngineFinish? Finish => Step?.Finish;

    public IReadOnlyList<int> OutputIds => outputIds;

    public string Text => detokenizer.Text;

    public string NewText => detokenizer.TextFrom(SentCharacters);

    public bool HasNewText => detokenizer.Length > SentCharacters;

    /// <summary>Ids and characters that frames have carried already.</summary>
    public int SentIds { get; private set; }

    public int SentCharacters { get; private set; }

    public bool AnythingSent { get; private set; }

    /// <summary>Waits for the next step that shall be shown: each one, but for text held back and for the stream interval.</summary>
    public async ValueTask<bool> NextFrameAsync(CancellationToken cancellationToken)
    {
        frameIsDue = false;
        while (!frameIsDue && Finish is null)
        {
            await TakeStepAsync(cancellationToken).ConfigureAwait(false);
        }

        return frameIsDue;
    }

    /// <summary>Waits for the end.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        while (Finish is null)
        {
            await TakeStepAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void MarkSent()
    {
        (SentIds, SentCharacters, AnythingSent) = (outputIds.Count, detokenizer.Length, true);
        Times.MarkSent();
    }

    /// <summary>Ends the request if it still runs: its client is gone.</summary>
    public void Dispose() => service.End(this);

    private async ValueTask TakeStepAsync(CancellationToken cancellationToken)
    {
        EngineStep step;
        try
        {
            step = await steps.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new EngineLostException();
        }

        if (step.Finish is { Kind: EngineFinishKind.Abort } && service.Engine.Crashed.IsCompleted)
        {
            // Not an abort that anybody asked for: the stream is cut, as clients of a dying server know it.
            throw new EngineLostException();
        }

        var before = Step;
        Step = step;
        AppendText(step);
        var textIsHeldBack = step.Finish is null && detokenizer.EndsInsideStop();
        frameIsDue = step.Finish is not null
            || (!textIsHeldBack && (!AnythingSent || outputIds.Count - SentIds >= interval));
        service.Observe(this, before, Times.MarkStep());
        if (step.Finish is not null)
        {
            Times.MarkFinished();
            service.Finished(this);
        }
    }

    private void AppendText(EngineStep step)
    {
        // The token that ended the answer stays in the ids and leaves the text, as the stop string does.
        var hidden = step.Finish is { MatchedToken: not null } && !sampling.NoStopTrim ? 1 : 0;
        for (var i = 0; i < step.NewTokenIds.Count; i++)
        {
            outputIds.Add(step.NewTokenIds[i]);
            if (i < step.NewTokenIds.Count - hidden)
            {
                detokenizer.Append(step.NewTokenIds[i]);
            }
        }

        if (step.Finish is null)
        {
            return;
        }

        detokenizer.Complete();
        if (step.Finish.MatchedString is { } matched && !sampling.NoStopTrim)
        {
            detokenizer.TrimAt(matched, SentCharacters);
        }
    }
}
