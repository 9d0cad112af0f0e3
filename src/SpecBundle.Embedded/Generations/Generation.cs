using System.Threading.Channels;

namespace SpeculativeDecoding.Embedded;

/// <summary>One request in flight: the engine's steps as they come, and the answer so far in ids and text.</summary>
internal sealed class Generation : IDisposable
{
    private readonly GenerationService _service;
    private readonly SamplingRequest _sampling;
    private readonly IncrementalDetokenizer _detokenizer;
    private readonly List<int> _outputIds = [];
    private readonly ChannelReader<EngineStep> _steps;
    private readonly int _interval;
    private bool _frameIsDue;

    public Generation(GenerationService service, GenerationRequest request, string requestId, string engineId, ITextTokenizer tokenizer, int interval, GenerationTimes times, Func<Generation, ChannelReader<EngineStep>> submit)
    {
        _service = service;
        _interval = interval;
        (RequestId, EngineId, Times, Streams) = (requestId, engineId, times, request.Stream);
        _sampling = request.Sampling;
        _detokenizer = new IncrementalDetokenizer(tokenizer, _sampling.Engine.Stop, _sampling.SkipSpecialTokens);
        _steps = submit(this);
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

    public IReadOnlyList<int> OutputIds => _outputIds;

    public string Text => _detokenizer.Text;

    public string NewText => _detokenizer.TextFrom(SentCharacters);

    public bool HasNewText => _detokenizer.Length > SentCharacters;

    /// <summary>Ids and characters that frames have carried already.</summary>
    public int SentIds { get; private set; }

    public int SentCharacters { get; private set; }

    public bool AnythingSent { get; private set; }

    /// <summary>Waits for the next step that shall be shown: each one, but for text held back and for the stream interval.</summary>
    public async ValueTask<bool> NextFrameAsync(CancellationToken cancellationToken)
    {
        _frameIsDue = false;
        while (!_frameIsDue && Finish is null)
        {
            await TakeStepAsync(cancellationToken).ConfigureAwait(false);
        }

        return _frameIsDue;
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="InvalidRequestException">What was asked for turned out to be impossible.</exception>
    /// <exception cref="RequestFailedException">The engine failed on it.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        while (Finish is null)
        {
            await TakeStepAsync(cancellationToken).ConfigureAwait(false);
        }

        if (Finish.IsRefusal)
        {
            throw new InvalidRequestException(Finish.Message!);
        }

        if (Finish.Fault is not null)
        {
            throw new RequestFailedException(Finish.Message!);
        }
    }

    public void MarkSent()
    {
        (SentIds, SentCharacters, AnythingSent) = (_outputIds.Count, _detokenizer.Length, true);
        Times.MarkSent();
    }

    /// <summary>Ends the request if it still runs: its client is gone.</summary>
    public void Dispose() => _service.End(this);

    private async ValueTask TakeStepAsync(CancellationToken cancellationToken)
    {
        EngineStep step;
        try
        {
            step = await _steps.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new EngineLostException();
        }

        if (step.Finish is { Kind: EngineFinishKind.Abort } && _service.Engine.Crashed.IsCompleted)
        {
            // Not an abort that anybody asked for: the stream is cut, as clients of a dying server know it.
            throw new EngineLostException();
        }

        var before = Step;
        Step = step;
        AppendText(step);
        var textIsHeldBack = step.Finish is null && _detokenizer.EndsInsideStop();
        _frameIsDue = step.Finish is not null
            || (!textIsHeldBack && (!AnythingSent || _outputIds.Count - SentIds >= _interval));
        _service.Observe(this, before, Times.MarkStep());
        if (step.Finish is not null)
        {
            Times.MarkFinished();
            _service.Finished(this);
        }
    }

    private void AppendText(EngineStep step)
    {
        // The token that ended the answer stays in the ids and leaves the text, as the stop string does.
        var hidden = step.Finish is { MatchedToken: not null } && !_sampling.NoStopTrim ? 1 : 0;
        for (var i = 0; i < step.NewTokenIds.Count; i++)
        {
            _outputIds.Add(step.NewTokenIds[i]);
            if (i < step.NewTokenIds.Count - hidden)
            {
                _detokenizer.Append(step.NewTokenIds[i]);
            }
        }

        if (step.Finish is null)
        {
            return;
        }

        _detokenizer.Complete();
        if (step.Finish.MatchedString is { } matched && !_sampling.NoStopTrim)
        {
            _detokenizer.TrimAt(matched, SentCharacters);
        }
    }
}
