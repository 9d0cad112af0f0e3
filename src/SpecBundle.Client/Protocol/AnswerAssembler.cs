namespace SpeculativeDecoding;

/// <summary>Puts an answer together from its frames, whichever generation of the protocol they speak.</summary>
internal sealed class AnswerAssembler : IAnswer<GenerateChunk>
{
    // Twice the longest context there is.
    private const int MostTokens = 20_000_000;
    private const int MostTextBytes = 64 * 1024 * 1024;
    private readonly RequestId _requestId;
    private readonly ServerInfo? _server;
    private readonly bool _isStreamed;
    private readonly ClientWork? _work;
    private readonly MetaInfo _meta = new();
    private readonly AnswerLog _log;
    private readonly AnswerIds _ids;
    private readonly AnswerText _text;
    private TimeSpan? _firstToken;
    private int _tokens;
    private string? _shrunk;

    public AnswerAssembler(RequestId requestId, ServerInfo? server, bool isStreamed, ClientWork? work = null)
    {
        (_requestId, _server, _isStreamed, _work) = (requestId, server, isStreamed, work);
        _log = new AnswerLog();
        _ids = new AnswerIds(_log.Ids);

        // A release that tells its version and has no such option repeats all text.
        _text = new AnswerText(_log.Text, server?.IncrementalOutput is { } isIncremental ? !isIncremental : server?.Version is null ? null : true);
    }

    /// <summary>The key of the server, which is kept out of what it says; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How many tokens were asked for at most; null where the server decides.</summary>
    public int? MaxNewTokens { get; init; }

    public FinishReason? FinishReason => _meta.FinishReason;

    public RequestStatistics? Statistics => _log.Result?.Statistics;

    /// <summary>Whether a frame with the finish reason has come: nothing comes after it.</summary>
    public bool IsFinished => FinishReason is not null;

    public bool HasEnd => IsFinished;

    public bool HasToken => _tokens > 0;

    public GenerateChunk? Accept(ReadOnlySpan<byte> json, TimeSpan elapsed)
    {
        // What follows the last frame belongs to nobody.
        if (_log.Result is not null)
        {
            return null;
        }

        try
        {
            return AcceptFrame(json, elapsed);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // What the reader says of bytes that are JSON by their shape but no text, such as half of a surrogate pair.
            throw new System.Text.Json.JsonException(exception.Message, exception);
        }
    }

    public GenerateChunk? Close() => null;

    public bool Brings(GenerateChunk piece) => piece.NewTokens > 0 || !piece.Utf8Text.IsEmpty;

    private GenerateChunk? AcceptFrame(ReadOnlySpan<byte> json, TimeSpan elapsed)
    {
        var frame = Frame.Read(json);
        if (frame.IsError)
        {
            var error = ErrorBody.Read(json.ToArray(), ApiKey);
            throw new RequestRejectedException(error.Code, error.Message, _log.Count > 0 ? Partial(elapsed) : null);
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
        new()
        {
            RequestId = _requestId.Of(_meta.RequestId),
            Text = _text.ToString(),
            OutputIds = [.. _ids.All],
            Statistics = Measure(IsFinished && _log.Count > 0 ? _log[_log.Count - 1].Elapsed : elapsed),
        };

    private GenerateChunk Accept(Frame frame, TimeSpan elapsed)
    {
        _meta.Read(frame.MetaInfo);
        var newIds = frame.HasIds ? _ids.Accept(frame.Ids, _meta.CompletionTokens) : 0;
        if (frame.HasText)
        {
            _text.Accept(frame.Text, frame.HasIds ? _ids.IsCumulative : null, IsFinished);
        }

        RequireLength();
        if (_meta.CompletionTokens is { } told && told < _tokens)
        {
            _shrunk ??= FormattableString.Invariant($"The server counted {_tokens} completion tokens, and later {told}.");
        }

        _tokens = Math.Max(_tokens, _meta.CompletionTokens ?? _tokens + newIds);
        var index = _log.Add(elapsed, _tokens);
        if (_isStreamed && _tokens > 0)
        {
            _firstToken ??= elapsed;
        }

        if (_meta.FinishReason is { Kind: FinishKind.Abort } abort)
        {
            throw new RequestAbortedException(abort, Partial(elapsed));
        }

        _log.Result = IsFinished ? Finish(elapsed) : null;
        return new GenerateChunk(_log, index);
    }

    /// <exception cref="System.Text.Json.JsonException">It is longer than an answer can be.</exception>
    private void RequireLength()
    {
        if (_log.Ids.Count > MostTokens || _log.Text.Length > MostTextBytes)
        {
            throw new System.Text.Json.JsonException("it goes on for longer than the longest context there is");
        }
    }

    private GenerateResult Finish(TimeSpan elapsed) => new()
    {
        RequestId = _requestId.Of(_meta.RequestId),
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
            ClientTime = _work?.Total,
            Chunks = _log.Timings(),
            Speculation = speculation,
            Violations = IsFinished ? FindViolations(speculation) : [],
        };
    }

    private List<string> FindViolations(SpeculationStatistics? speculation)
    {
        var violations = speculation is null ? [] : CounterIdentities.Check(speculation, _meta.FinishReason, _meta.Retractions, _server);
        if (_isStreamed && speculation is not null && ChunkIdentities.Check(_log.Timings(), speculation) is { } difference)
        {
            violations.Add(difference);
        }

        if (_meta.CompletionTokens is { } counted && counted > MaxNewTokens)
        {
            violations.Add(FormattableString.Invariant($"The server counts {counted} completion tokens where {MaxNewTokens} were asked for at most."));
        }

        if (_ids.All.Count > 0 && _meta.CompletionTokens is { } tokens && _ids.All.Count != tokens)
        {
            violations.Add(FormattableString.Invariant($"The server counts {tokens} completion tokens and sent {_ids.All.Count} token ids."));
        }

        if (_text.WasChanged)
        {
            violations.Add("The server changed text that it had already sent: the chunks together are not the whole text.");
        }

        if (_text.WasMisread)
        {
            violations.Add("Frames that continue the text were first taken for ones that repeat it: the chunks together are not the whole text.");
        }

        if (_text.HasForeignBytes)
        {
            violations.Add("The server sent bytes that are no UTF-8: in the text each of them is U+FFFD.");
        }

        violations.AddRange(((string?[])[_shrunk, _text.Guess]).OfType<string>());
        violations.AddRange(_meta.LeftOut);
        return violations;
    }
}
