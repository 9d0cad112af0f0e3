using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>Which requests run: admission by the room in the cache, prompts before steps, and the end of each.</summary>
internal sealed class Scheduler(EngineOptions options, ModelRunner runner, SlotPool pool, int maxTotalTokens)
{
    private readonly bool _speculates = options.DraftModelPath is not null;
    private readonly PrefixCache _cache = new(pool, keyedBySuccessor: options.DraftModelPath is not null);
    private readonly Queue<Sequence> _waiting = new();
    private readonly List<Sequence> _prefilling = [];
    private readonly List<Sequence> _decoding = [];
    private int _reserved;
    private long _verifySteps;
    private long _generated;
    private volatile EngineCounters _counters = new(0, 0, 0, 0, 0);

    public EngineCounters Counters => _counters;

    private IEnumerable<Sequence> Running => _prefilling.Concat(_decoding);

    /// <summary>Slots that the drafts of a step of one request need beside what it keeps.</summary>
    public static int DraftSlots(EngineOptions options) => Math.Max(options.NumDraftTokens, options.TopK * Math.Max(options.NumSteps - 1, 0)) + 1;

    public void Add(Sequence sequence, string? refusal)
    {
        refusal ??= sequence.MaximumLength > maxTotalTokens
            ? $"The request may come to {sequence.MaximumLength} tokens; the cache holds {maxTotalTokens}."
            : null;
        if (refusal is not null)
        {
            sequence.Abort(refusal);
        }
        else
        {
            _waiting.Enqueue(sequence);
        }

        Publish();
    }

    /// <summary>One forward step.</summary>
    /// <returns>False when there was nothing to do.</returns>
    public bool Step()
    {
        Admit();
        if (_prefilling.Count > 0)
        {
            runner.Prefill(_prefilling);
            MoveReady();
            Retire(_prefilling);
        }
        else if (_decoding.Count > 0)
        {
            _verifySteps += _speculates ? _decoding.Count : 0;
            _generated += runner.Step(_decoding);
        }
        else
        {
            return false;
        }

        Retire(_decoding);
        Publish();
        return true;
    }

    /// <returns>Whether there was such a request.</returns>
    public bool Abort(string requestIdPrefix)
    {
        var found = AbortIn(_waiting, requestIdPrefix, "Abort in waiting queue");
        found |= AbortIn(Running, requestIdPrefix, "Aborted");
        RemoveAbortedFromQueue();
        Retire(_prefilling);
        Retire(_decoding);
        Publish();
        return found;
    }

    /// <summary>Ends every request, and asks nothing of the cache: it may be what broke.</summary>
    public void EndAll(string message)
    {
        foreach (var sequence in _waiting.Concat(Running))
        {
            sequence.Abort(message);
        }

        _waiting.Clear();
        _prefilling.Clear();
        _decoding.Clear();
        Publish();
    }

    public bool TryFlush()
    {
        if (_waiting.Count + _prefilling.Count + _decoding.Count > 0)
        {
            return false;
        }

        _cache.Evict(pool.Total);
        (_verifySteps, _generated) = (0, 0);
        Publish();
        return true;
    }

    private static bool AbortIn(IEnumerable<Sequence> sequences, string requestIdPrefix, string message)
    {
        var found = false;
        foreach (var sequence in sequences.Where(sequence => sequence.Request.Id.StartsWith(requestIdPrefix, StringComparison.Ordinal)))
        {
            found = true;
            sequence.Abort(message);
        }

        return found;
    }

    private void RemoveAbortedFromQueue()
    {
        for (var i = _waiting.Count; i > 0; i--)
        {
            var sequence = _waiting.Dequeue();
            if (sequence.Finish is null)
            {
                _waiting.Enqueue(sequence);
            }
        }
    }

    /// <summary>What a request may come to hold, with the drafts of a step beside it.</summary>
    private int Need(Sequence sequence) => sequence.MaximumLength + DraftSlots(options);

    private void Admit()
    {
        while (_waiting.TryPeek(out var sequence)
            && _prefilling.Count + _decoding.Count < options.MaxRunningRequests
            && _reserved + Need(sequence) <= pool.Total)
        {
            _waiting.Dequeue();
            _reserved += Need(sequence);
            if (!options.DisablePrefixCache)
            {
                // The last token of a prompt is always computed: its logits give the first token.
                var prompt = CollectionsMarshal.AsSpan(sequence.Tokens)[..(sequence.PromptLength - 1)];
                sequence.HeldPrefix = _cache.Match(prompt, sequence.Slots);
                sequence.CachedTokens = sequence.DraftLength = sequence.Slots.Count;
            }

            _prefilling.Add(sequence);

            // Room for all that runs: what is reserved less what it holds already.
            _cache.Evict(_reserved - Running.Sum(running => running.Slots.Count));
        }
    }

    private void MoveReady()
    {
        for (var i = 0; i < _prefilling.Count; i++)
        {
            if (_prefilling[i].CompletionTokens > 0)
            {
                _decoding.Add(_prefilling[i]);
                _prefilling.RemoveAt(i--);
                _generated++;
            }
        }
    }

    private void Retire(List<Sequence> sequences)
    {
        for (var i = 0; i < sequences.Count; i++)
        {
            if (sequences[i].Finish is not null)
            {
                _reserved -= Need(sequences[i]);
                Keep(sequences[i]);
                sequences.RemoveAt(i--);
            }
        }
    }

    /// <summary>Leaves what a request computed to the next one that begins like it.</summary>
    private void Keep(Sequence sequence)
    {
        if (sequence.HeldPrefix is { } held)
        {
            _cache.Release(held);
            var known = CollectionsMarshal.AsSpan(sequence.Tokens)[..Math.Min(sequence.Tokens.Count, sequence.Slots.Count + 1)];
            _cache.Insert(known, sequence.Slots, sequence.CachedTokens, _speculates ? Math.Min(sequence.DraftLength, sequence.Slots.Count) : sequence.Slots.Count);
        }
        else
        {
            sequence.Slots.ForEach(pool.Return);
        }

        sequence.Slots.Clear();
    }

    private void Publish() => _counters = new EngineCounters(
        _prefilling.Count + _decoding.Count,
        _waiting.Count,
        pool.Total - pool.Free - _cache.Evictable,
        _verifySteps,
        _generated);
}
