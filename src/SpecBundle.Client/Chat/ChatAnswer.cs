using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SpeculativeDecoding;

/// <summary>Puts a chat's answer together from its frames. The end comes before the counts: the last piece waits for them.</summary>
internal sealed class ChatAnswer(RequestId requestId, ServerInfo? server, ClientWork work, bool isStreamed, bool canCountSteps) : IAnswer<ChatPiece>
{
    // Twice the longest context there is.
    private const int MostBytes = 64 * 1024 * 1024;
    private readonly ChatCounts _counts = new();
    private readonly ToolCallPieces _calls = new();
    private readonly Utf8Buffer _text = new();
    private readonly Utf8Buffer _reasoning = new();
    private bool _canCountSteps = canCountSteps;
    private bool _hasForeignBytes;
    private TimeSpan? _first;
    private TimeSpan _last;
    private JsonElement _raw;

    /// <summary>The key of the server, which is kept out of what it says; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How many tokens were asked for at most; null where the server decides.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>The id, the model and the time that the server tells.</summary>
    public ChatHead Head { get; private set; } = new(requestId.Caller, null, null);

    public FinishReason? FinishReason { get; private set; }

    public RequestStatistics? Statistics { get; private set; }

    public int? ReasoningTokens => _counts.Meta.ReasoningTokens;

    public bool HasToken => _first is not null;

    public bool HasEnd => FinishReason is not null;

    public bool IsFinished => Statistics is not null;

    public ChatPiece? Accept(ReadOnlySpan<byte> json, TimeSpan elapsed)
    {
        try
        {
            return IsFinished ? null : AcceptFrame(json, elapsed);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // JSON by its shape but no text, such as half of a surrogate pair.
            throw new JsonException(exception.Message, exception);
        }
    }

    public ChatPiece? Close()
    {
        if (!HasEnd || IsFinished)
        {
            return null;
        }

        _counts.Close();
        Statistics = Measure(_last);
        return new ChatPiece { Raw = _raw, Text = "", Reasoning = "", Calls = [], IsLast = true };
    }

    public bool Brings(ChatPiece piece) => piece.Brings;

    public PartialAnswer Partial(TimeSpan elapsed) => new()
    {
        RequestId = requestId.Of(Head.Id),
        Text = _text.ToString(),
        Statistics = Measure(elapsed),
    };

    private ChatPiece? AcceptFrame(ReadOnlySpan<byte> json, TimeSpan elapsed)
    {
        var root = JsonElement.Parse(json);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("a frame is not a JSON object");
        }

        if (ChatFrame.IsError(root))
        {
            var error = ErrorBody.Read(json.ToArray(), ApiKey);
            throw new RequestRejectedException(error.Code, error.Message, HasToken ? Partial(elapsed) : null);
        }

        var frame = ChatFrame.Read(root);
        if (frame.IsForeign)
        {
            return null;
        }

        _raw = root;
        Head = Head.Read(root, requestId);
        _counts.Read(frame);
        return frame.Choice is { } choice && !HasEnd ? AcceptChoice(frame, choice, elapsed) : null;
    }

    private ChatPiece AcceptChoice(ChatFrame frame, JsonElement choice, TimeSpan elapsed)
    {
        var text = Take(frame.Delta, "content", _text);
        var reasoning = Take(frame.Delta, "reasoning_content", _reasoning);
        var hasCalls = frame.Delta is { } delta && ChatFrame.Member(delta, "tool_calls", JsonValueKind.Array) is { } calls && _calls.Add(calls, frame.IsWhole);
        if (_text.Length + _reasoning.Length > MostBytes || _calls.Length > MostBytes)
        {
            throw new JsonException("it goes on for longer than the longest context there is");
        }

        var brings = text.Length > 0 || reasoning.Length > 0 || hasCalls;
        if (brings)
        {
            _first ??= elapsed;
            _counts.AddChunk(elapsed, frame.Usage is not null);
            _canCountSteps &= reasoning.IsEmpty && !hasCalls && !ChunkSteps.MayBeTwo(text, _counts.Chunks is [.., var chunk] ? chunk.Tokens : 0);
        }

        _last = elapsed;
        FinishReason = ChatEnd.Read(choice, _counts.Meta.FinishReason);
        if (HasEnd)
        {
            _counts.End(elapsed);
        }

        return FinishReason is { Kind: FinishKind.Abort } abort
            ? throw new RequestAbortedException(abort, Partial(elapsed))
            : new ChatPiece { Raw = _raw, Text = Encoding.UTF8.GetString(text), Reasoning = Encoding.UTF8.GetString(reasoning), Calls = HasEnd ? _calls.Complete() : [], Brings = brings };
    }

    /// <summary>Appends what a string of the message stands for, and gives it.</summary>
    private ReadOnlySpan<byte> Take(JsonElement? delta, string name, Utf8Buffer buffer)
    {
        if (delta is not { } message || ChatFrame.Member(message, name, JsonValueKind.String) is not { } value)
        {
            return [];
        }

        var before = buffer.Length;
        buffer.AppendUnescaped(JsonMarshal.GetRawUtf8Value(value)[1..^1]);
        var added = buffer.Span(before, buffer.Length);
        _hasForeignBytes |= !Utf8.IsValid(added);
        return added;
    }

    private RequestStatistics Measure(TimeSpan endToEnd)
    {
        var meta = _counts.Meta;
        var told = meta.Speculation();
        return new RequestStatistics
        {
            PromptTokens = meta.PromptTokens,
            CompletionTokens = meta.CompletionTokens,
            CachedTokens = _counts.CachedTokens,
            TimeToFirstToken = isStreamed ? _first : null,
            EndToEnd = endToEnd,
            ClientTime = work.Total,
            Chunks = [.. _counts.Chunks],
            Speculation = told ?? (HasEnd && isStreamed && _canCountSteps ? ChunkSteps.Count(_counts.Chunks, _counts.Silent, meta.CompletionTokens, server!.Speculation!) : null),
            Violations = HasEnd ? FindViolations(told) : [],
        };
    }

    private List<string> FindViolations(SpeculationStatistics? speculation)
    {
        var violations = speculation is null ? [] : CounterIdentities.Check(speculation, FinishReason, _counts.Meta.Retractions, server);
        if (isStreamed && speculation is not null && ChunkIdentities.Check(_counts.Chunks, speculation) is { } difference)
        {
            violations.Add(difference);
        }

        if (_counts.Tokens is { } counted && counted > MaxNewTokens)
        {
            violations.Add(FormattableString.Invariant($"The server counts {counted} completion tokens where {MaxNewTokens} were asked for at most."));
        }

        if (_hasForeignBytes)
        {
            violations.Add("The server sent bytes that are no UTF-8: in the text each of them is U+FFFD.");
        }

        violations.AddRange(_counts.Meta.LeftOut);
        return violations;
    }
}
