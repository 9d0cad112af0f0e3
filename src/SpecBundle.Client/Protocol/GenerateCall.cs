namespace SpeculativeDecoding;

/// <summary>One request from its sending to its end: sends, reads chunk by chunk, and turns whatever goes wrong into a typed error.</summary>
internal sealed class GenerateCall : IAsyncDisposable
{
    // The answer is whole; the rest is read only so that the connection can be used again.
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(1);
    private readonly ServerConnection _connection;
    private readonly GenerateRequest _request;
    private readonly CancellationToken _caller;
    private readonly RequestId _requestId;
    private readonly AnswerAssembler _answer;
    private readonly ClientWork _work;
    private readonly SilenceTimer _silence;
    private readonly long _started;
    private HttpResponseMessage? _response;
    private AnswerStream? _stream;
    private IAsyncEnumerator<GenerateChunk?>? _chunks;
    private TimeSpan _waited;
    private bool _isSent;
    private bool _isOver;

    public GenerateCall(ServerConnection connection, GenerateRequest request, CancellationToken caller)
    {
        _connection = connection;
        _request = request;
        _caller = caller;
        _requestId = request.RequestId is { } id ? RequestId.Require(id, $"{nameof(GenerateRequest)}.{nameof(GenerateRequest.RequestId)}") : RequestId.New();
        _work = new ClientWork(Time);
        _answer = new AnswerAssembler(_requestId, connection.Info, request.Stream, _work) { ApiKey = connection.Options.ApiKey, MaxNewTokens = request.Sampling?.MaxNewTokens };
        _silence = new SilenceTimer(Time, caller, connection.Fate.Ended);
        _started = Time.GetTimestamp();
    }

    private TimeProvider Time => _connection.Options.TimeProvider;

    private TimeSpan Elapsed => Time.GetElapsedTime(_started);

    /// <summary>The next chunk; null after the last.</summary>
    public async ValueTask<GenerateChunk?> NextAsync()
    {
        if (_isOver)
        {
            return null;
        }

        _work.Enter();
        if (_answer.IsFinished)
        {
            await CloseAsync().ConfigureAwait(false);
            return null;
        }

        try
        {
            // Frames that were read with an earlier one would come in spite of it. Those of a server that died are welcome.
            _caller.ThrowIfCancellationRequested();
            if (_connection.WasStopped)
            {
                _silence.Token.ThrowIfCancellationRequested();
            }

            _silence.Arm(_answer.HasToken ? _connection.Options.IdleTimeout : _connection.Options.FirstTokenTimeout, _waited);
            var begun = Time.GetTimestamp();
            var chunk = _isSent ? await ReadAsync().ConfigureAwait(false) : await SendAsync().ConfigureAwait(false);
            _silence.Disarm();

            // A frame that brings nothing is no better than silence: a server could send them for ever.
            _waited = chunk.NewTokens > 0 || !chunk.Utf8Text.IsEmpty ? TimeSpan.Zero : _waited + Time.GetElapsedTime(begun);
            Log(chunk.Result);
            return chunk;
        }
        catch (Exception exception)
        {
            var error = await CallErrors.TranslateAsync(exception, _connection, _silence, _answer, Elapsed, _caller).ConfigureAwait(false);
            _isOver = error is not (GenerateTimeoutException or MalformedAnswerException or OperationCanceledException or ServerStoppedException);
            if (ReferenceEquals(error, exception))
            {
                throw;
            }

            throw error;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var abort = _isSent && !_isOver && !_answer.IsFinished;
        if (_chunks is not null)
        {
            await _chunks.DisposeAsync().ConfigureAwait(false);
        }

        _response?.Dispose();
        _silence.Dispose();
        _connection.Leave(this);
        if (abort)
        {
            await _connection.TryAbortAsync(_requestId).ConfigureAwait(false);
        }
    }

    private async Task<GenerateChunk> SendAsync()
    {
        _silence.Token.ThrowIfCancellationRequested();
        _work.Begin(_started);
        var body = RequestWriter.Write(_request, _requestId);
        _work.End();
        _connection.Enter(this, _requestId);
        _isSent = true;
        ClientLog.Sent(_connection.Logger, _requestId.Caller, _connection.Address);
        _response = await _connection.SendGenerationAsync(body, _silence.Token).ConfigureAwait(false);
        await ResponseCheck.ThrowIfRefusedAsync(_response, _connection.Options.ApiKey, _silence.Token).ConfigureAwait(false);
        if (_response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            var answer = await BoundedBody.ReadAllAsync(_response.Content, BoundedBody.FrameBytes, _silence.Token).ConfigureAwait(false);
            _work.Begin(Time.GetTimestamp());
            return _answer.Accept(answer.Span, Elapsed) is { Result: not null } chunk ? chunk : throw new MalformedAnswerException("it has no finish reason", Partial());
        }

        _stream = new AnswerStream(await _response.Content.ReadAsStreamAsync(_silence.Token).ConfigureAwait(false), _answer, _work, Time, _started);
        _chunks = _stream.ReadAsync(_silence.Token).GetAsyncEnumerator(CancellationToken.None);
        return await ReadAsync().ConfigureAwait(false);
    }

    private async ValueTask<GenerateChunk> ReadAsync()
    {
        while (await _chunks!.MoveNextAsync().ConfigureAwait(false))
        {
            if (_chunks.Current is { } chunk)
            {
                return chunk;
            }

            if (_stream!.IsDone)
            {
                throw new MalformedAnswerException("[DONE] came before a finish reason", Partial());
            }
        }

        throw new StreamCutException(Partial());
    }

    private async Task CloseAsync()
    {
        _isOver = true;
        if (_chunks is null)
        {
            return;
        }

        _silence.Arm(ClosingLimit);
        try
        {
            while (!_silence.Token.IsCancellationRequested && await _chunks.MoveNextAsync().ConfigureAwait(false))
            {
                // Nothing but [DONE] is left.
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException or System.Text.Json.JsonException or GenerateException)
        {
            // The answer is whole.
        }
    }

    private void Log(GenerateResult? result)
    {
        if (result is null)
        {
            return;
        }

        var statistics = result.Statistics;
        ClientLog.Ended(_connection.Logger, _requestId.Caller, result.FinishReason, statistics.CompletionTokens, statistics.Speculation?.VerifySteps, statistics.EndToEnd);
        foreach (var violation in statistics.Violations)
        {
            ClientLog.Violation(_connection.Logger, _requestId.Caller, violation);
        }
    }

    private PartialAnswer Partial() => _answer.Partial(Elapsed);
}
