using System.Runtime.InteropServices;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What the server has counted so far, wherever in a frame it tells it.</summary>
internal sealed class ChatCounts
{
    private readonly MetaInfo _meta = new();
    private readonly List<ChunkTiming> _chunks = [];
    private int _tokens;
    private int? _cached;
    private TimeSpan? _end;

    /// <summary>Whether each chunk came with a count.</summary>
    private bool _areCounted = true;

    public MetaInfo Meta => _meta;

    /// <summary>Tokens so far, as far as they are known.</summary>
    public int? Tokens => _meta.CompletionTokens;

    /// <summary>The chunks with their tokens; empty where the server did not count as it went.</summary>
    public IReadOnlyList<ChunkTiming> Chunks => _areCounted ? _chunks : [];

    /// <summary>Tokens that no chunk had, such as an end token that has no text.</summary>
    public int Silent { get; private set; }

    public void Read(ChatFrame frame)
    {
        if (frame.Choice is { } choice && ChatFrame.Member(choice, "meta_info", JsonValueKind.Object) is { } meta)
        {
            _meta.Read(JsonMarshal.GetRawUtf8Value(meta));
        }

        if (frame.Usage is { } usage)
        {
            _meta.Read(JsonMarshal.GetRawUtf8Value(usage));
            ReadDetails(usage, "prompt_tokens_details");
            ReadDetails(usage, "completion_tokens_details");
        }

        if (frame.Extension is { } extension)
        {
            ReadDetails(extension, "spec_tokens_details");
            _cached ??= Sum(ChatFrame.Member(extension, "cached_tokens_details", JsonValueKind.Object));
        }
    }

    /// <summary>Tokens of the prompt that were cached, by their kind where their sum is not told.</summary>
    public int? CachedTokens => _meta.CachedTokens ?? _cached;

    /// <summary>A chunk was read that brought something.</summary>
    public void AddChunk(TimeSpan elapsed, bool isCounted)
    {
        var tokens = Math.Max((Tokens ?? 0) - _tokens, 0);
        _tokens += tokens;
        _areCounted &= isCounted;
        _chunks.Add(new ChunkTiming(elapsed, tokens));
    }

    /// <summary>The end was read.</summary>
    public void End(TimeSpan elapsed) => _end ??= elapsed;

    /// <summary>Nothing more is counted: what no chunk had came with the end.</summary>
    public void Close()
    {
        Silent = Math.Max((Tokens ?? 0) - _tokens, 0);
        if (Silent > 0 && _areCounted && _end is { } end)
        {
            AddChunk(end, isCounted: true);
        }
    }

    private void ReadDetails(JsonElement parent, string name)
    {
        if (ChatFrame.Member(parent, name, JsonValueKind.Object) is { } details)
        {
            _meta.Read(JsonMarshal.GetRawUtf8Value(details));
        }
    }

    private static int? Sum(JsonElement? kinds)
    {
        long sum = 0;
        var isTold = false;
        foreach (var kind in kinds is { } some ? some.EnumerateObject() : default)
        {
            if (kind.Value.ValueKind == JsonValueKind.Number && kind.Value.TryGetInt32(out var count) && count >= 0)
            {
                (sum, isTold) = (sum + count, true);
            }
        }

        return isTold && sum <= int.MaxValue ? (int)sum : null;
    }
}
