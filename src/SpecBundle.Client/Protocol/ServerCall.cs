namespace SpeculativeDecoding;

/// <summary>One request from its sending to its end: sends, reads piece by piece, and turns whatever goes wrong into a typed error.</summary>
/// <typeparam name="TPiece">What a frame gives.</typeparam>
internal sealed class ServerCall<TPiece> : IAsyncDisposable
    where TPiece : struct
{
    // The answer is whole; the rest is read only so that the connection can be used again.
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(1);

    // Its end is known; what the server counted comes right behind it.
    private static readonly TimeSpan CountsLimit = TimeSpan.FromSeconds(5);
    private readonly ServerConnection _connection;
    private readonly ServerRequest _request;
    private readonly CancellationToken _caller;
    private readonly IAnswer<TPiece> _answer;
    private readonly ClientWork _work;
    private readonly SilenceTimer _silence;
    private readonly long _started;
    private HttpResponseMessage? _response;
    private AnswerStream<TPiece>? _stream;
    private IAsyncEnumerator<TPiece?>? _pieces;
    private TimeSpan _waited;
    private bool _isSent;
    private bool _isOver;

    public ServerCall(ServerConnection connection, ServerRequest request, IAnswer<TPiece> answer, ClientWork work, CancellationToken caller)
    {
        (_connection, _request, _answer, _work, _caller) = (connection, request, answer, work, caller);
        _silence = new SilenceTimer(Time, caller, connection.Fate.Ended);
        _started = Time.GetTimestamp();
    }

    private TimeProvider Time => _connection.Options.TimeProvider;

    private TimeSpan Elapsed => Time.GetElapsedTime(_started);

    private TimeSpan Limit => _answer.HasEnd ? CountsLimit : _answer.HasToken ? _connection.Options.IdleTimeout : _connection.Options.FirstTokenTimeout;

    /// <summary>The next piece; null after the last.</summary>
    public async ValueTask<TPiece?> NextAsync()
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

            var hadEnd = _answer.HasEnd;
            _silence.Arm(Limit, _waited);
            var begun = Time.GetTimestamp();
            var piece = _isSent ? await ReadAsync().ConfigureAwait(false) : await SendAsync().ConfigureAwait(false);
            _silence.Disarm();

            // A frame that brings nothing is no better than silence: a server could send them for ever.
            _waited = _answer.Brings(piece) || _answer.HasEnd != hadEnd ? TimeSpan.Zero : _waited + Time.GetElapsedTime(begun);
            Log();
            return piece;
        }
        catch (Exception exception)
        {
            var error = await CallErrors.TranslateAsync(exception, _connection, _silence, _answer, Elapsed, _caller).ConfigureAwait(false);
            if (CanDoWithout(error) && _answer.Close() is { } last)
            {
                _isOver = true;
                Log();
                return last;
            }

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
        var abort = _isSent && !_isOver && !_answer.HasEnd;
        if (_pieces is not null)
        {
            await _pieces.DisposeAsync().ConfigureAwait(false);
        }

        _response?.Dispose();
        _silence.Dispose();
        _connection.Leave(this);
        if (abort)
        {
            await _connection.TryAbortAsync(_request.Id).ConfigureAwait(false);
        }
    }

    private async Task<TPiece> SendAsync()
    {
        _silence.Token.ThrowIfCancellationRequested();
        _work.Begin(_started);
        var body = _request.Write();
        _work.End();
        _connection.Enter(this, _request.Id);
        _isSent = true;
        ClientLog.Sent(_connection.Logger, _request.Id.Caller, _connection.Address);
        _response = await _connection.SendGenerationAsync(_request.Route, body, _silence.Token).ConfigureAwait(false);
        await ResponseCheck.ThrowIfRefusedAsync(_response, _connection.Options.ApiKey, _silence.Token).ConfigureAwait(false);
        if (_response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            var answer = await BoundedBody.ReadAllAsync(_response.Content, BoundedBody.FrameBytes, _silence.Token).ConfigureAwait(false);
            _work.Begin(Time.GetTimestamp());
            return _answer.Accept(answer.Span, Elapsed) is { } whole && _answer.HasEnd ? whole : throw new MalformedAnswerException("it has no finish reason", Partial());
        }

        _stream = new AnswerStream<TPiece>(await _response.Content.ReadAsStreamAsync(_silence.Token).ConfigureAwait(false), _answer, _work, Time, _started);
        _pieces = _stream.ReadAsync(_silence.Token).GetAsyncEnumerator(CancellationToken.None);
        return await ReadAsync().ConfigureAwait(false);
    }

    private async ValueTask<TPiece> ReadAsync()
    {
        while (_pieces is not null && await _pieces.MoveNextAsync().ConfigureAwait(false))
        {
            if (_pieces.Current is { } piece)
            {
                return piece;
            }

            if (_stream!.IsDone)
            {
                return _answer.Close() ?? throw new MalformedAnswerException("[DONE] came before a finish reason", Partial());
            }
        }

        return _answer.Close() ?? throw new StreamCutException(Partial());
    }

    /// <summary>Whether an answer whose end has come is whole in spite of it.</summary>
    private bool CanDoWithout(Exception error) => _answer.HasEnd && error is GenerateException and not (ServerStoppedException or RequestAbortedException);

    private async Task CloseAsync()
    {
        _isOver = true;
        if (_pieces is null)
        {
            return;
        }

        _silence.Arm(ClosingLimit);
        try
        {
            while (!_silence.Token.IsCancellationRequested && await _pieces.MoveNextAsync().ConfigureAwait(false))
            {
                // Nothing but [DONE] is left.
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException or System.Text.Json.JsonException or GenerateException)
        {
            // The answer is whole.
        }
    }

    private void Log()
    {
        if (!_answer.IsFinished || _answer is not { FinishReason: { } end, Statistics: { } statistics })
        {
            return;
        }

        ClientLog.Ended(_connection.Logger, _request.Id.Caller, end, statistics.CompletionTokens, statistics.Speculation?.VerifySteps, statistics.EndToEnd);
        foreach (var violation in statistics.Violations)
        {
            ClientLog.Violation(_connection.Logger, _request.Id.Caller, violation);
        }
    }

    private PartialAnswer Partial() => _answer.Partial(Elapsed);
}
