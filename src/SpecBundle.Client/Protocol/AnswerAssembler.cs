namespace SpeculativeDecoding;

/// <summary>Puts an answer together from its frames, whichever generation of the protocol they speak.</summary>
internal sealed class AnswerAssembler(string requestId, ServerInfo? server, bool isStreamed, ClientWork? work = null)
{
    private readonly MetaInfo _meta = new();
    private readonly AnswerIds _ids = new();
    private readonly AnswerText _text = new(server?.IncrementalOutput);
    private readonly List<ChunkTiming> _chunks = [];
    private TimeSpan? _firstToken;
    private int _tokens;

    /// <summary>Whether a frame with the finish reason has come.</summary>
    public bool IsFinished => _meta.FinishReason is not null;

    public bool HasToken => _tokens > 0;

    /// <summary>Takes the bytes of a frame; null for one that belongs to another request of a batch.</summary>
    /// <exception cref="System.Text.Json.JsonException">The frame is not of the protocol.</exception>
    /// <exception cref="RequestRejectedException">It is an error frame.</exception>
    /// <exception cref="RequestAbortedException">It ends the answer before its time.</exception>
    public GenerateChunk? Accept(ReadOnlySpan<byte> json, TimeSpan elapsed)
    {
        var frame = Frame.Read(json);
        if (frame.IsError)
        {
            var error = ErrorBody.Read(json.ToArray());
            throw new RequestRejectedException(error.Code, error.Message, _chunks.Count > 0 ? Partial(elapsed) : null);
        }

        if (frame.Index > 0)
        {
            return null;
        }

        if (frame.MetaInfo.IsEmpty)
        {
            throw new System.Text.Json.JsonException("a frame has no meta_info");
        }

        return Accept(frame, elapsed);
    }

    public PartialAnswer Partial(TimeSpan elapsed) =>
        new(_meta.RequestId ?? requestId, _text.ToString(), [.. _ids.All], Measure(IsFinished ? _chunks[^1].Elapsed : elapsed));

    private GenerateChunk Accept(Frame frame, TimeSpan elapsed)
    {
        _meta.Read(frame.MetaInfo);
        var ids = frame.HasIds ? _ids.Accept(frame.Ids, _meta.CompletionTokens) : [];
        var text = frame.HasText ? _text.Accept(frame.Text, !frame.HasIds || _ids.IsCumulative == true) : "";
        var before = _tokens;
        _tokens = Math.Max(before, _meta.CompletionTokens ?? before + ids.Length);
        _chunks.Add(new ChunkTiming(elapsed, _tokens - before));
        if (isStreamed && _tokens > 0)
        {
            _firstToken ??= elapsed;
        }

        if (_meta.FinishReason is { Kind: FinishKind.Abort } abort)
        {
            throw new RequestAbortedException(abort, Partial(elapsed));
        }

        return new GenerateChunk
        {
            Text = text,
            TokenIds = ids,
            NewTokens = _tokens - before,
            CompletionTokens = _tokens,
            Elapsed = elapsed,
            Result = IsFinished ? Finish(elapsed) : null,
        };
    }

    private GenerateResult Finish(TimeSpan elapsed) => new()
    {
        RequestId = _meta.RequestId ?? requestId,
        Text = _text.ToString(),
        OutputIds = _ids.All,
        FinishReason = _meta.FinishReason!,
        Statistics = Measure(elapsed),
    };

    private RequestStatistics Measure(TimeSpan endToEnd)
    {
        var speculation = _meta.Speculation();
        return new RequestStatistics
        {
            PromptTokens = _meta.PromptTokens,
            CompletionTokens = _meta.CompletionTokens ?? (_tokens > 0 ? _tokens : null),
            CachedTokens = _meta.CachedTokens,
            TimeToFirstToken = _firstToken,
            EndToEnd = endToEnd,
            ClientTime = work?.Total,
            Chunks = [.. _chunks],
            Speculation = speculation,
            Violations = IsFinished ? FindViolations(speculation) : [],
        };
    }

    private List<string> FindViolations(SpeculationStatistics? speculation)
    {
        var violations = speculation is null ? [] : CounterIdentities.Check(speculation, _meta.FinishReason, _meta.Retractions, server);
        if (isStreamed && speculation is not null && ChunkIdentities.Check(_chunks, speculation) is { } difference)
        {
            violations.Add(difference);
        }

        if (_ids.All.Count > 0 && _meta.CompletionTokens is { } tokens && _ids.All.Count != tokens)
        {
            violations.Add(FormattableString.Invariant($"The server counts {tokens} completion tokens and sent {_ids.All.Count} token ids."));
        }

        if (_text.WasChanged)
        {
            violations.Add("The server changed text that it had already sent: the chunks together are not the whole text.");
        }

        return violations;
    }
}
