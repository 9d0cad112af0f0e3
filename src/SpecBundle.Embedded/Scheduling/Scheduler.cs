namespace SpeculativeDecoding.Embedded;

/// <summary>Which requests run: admission by the room in the cache, prompts before steps, and the end of each.</summary>
internal sealed class Scheduler(EngineOptions options, ModelRunner runner, SlotPool pool, bool speculates)
{
    private readonly PrefixCache _cache = new(pool, keyedBySuccessor: speculates);
    private readonly Queue<Sequence> _waiting = new();
    private readonly List<Sequence> _prefilling = [];
    private readonly List<Sequence> _decoding = [];
    private readonly int _scratch = Math.Max(options.NumDraftTokens, options.TopK * Math.Max(options.NumSteps - 1, 0)) + 1;
    private int _reserved;
    private long _verifySteps;
    private long _generated;
    private volatile EngineCounters _counters = new(0, 0, 0, 0, 0);

    public EngineCounters Counters => _counters;

    public void Add(Sequence sequence, string? refusal)
    {
        refusal ??= Need(sequence) > pool.Total
            ? $"The request needs {Need(sequence)} tokens of cache; the server has {pool.Total}."
            : null;
        if (refusal is not null)
        {
            sequence.Abort(refusal, runner.ProposedPerStep);
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
            foreach (var sequence in runner.Prefill(_prefilling))
            {
                _prefilling.Remove(sequence);
                _decoding.Add(sequence);
                _generated++;
            }
        }
        else if (_decoding.Count > 0)
        {
            _generated += runner.Step(_decoding);
            _verifySteps += speculates ? _decoding.Count : 0;
        }
        else
        {
            return false;
        }

        Retire(_decoding);
        Publish();
        return true;
    }

    public bool Abort(string requestIdPrefix)
    {
        var found = false;
        foreach (var sequence in _waiting.Concat(_prefilling).Concat(_decoding).Where(sequence => sequence.Request.Id.StartsWith(requestIdPrefix, StringComparison.Ordinal)))
        {
            found = true;
            sequence.Abort("Aborted", runner.ProposedPerStep);
        }

        RetireAll();
        return found;
    }

    public void AbortAll(string message)
    {
        foreach (var sequence in _waiting.Concat(_prefilling).Concat(_decoding))
        {
            sequence.Abort(message, runner.ProposedPerStep);
        }

        RetireAll();
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

    /// <summary>What a request may come to hold, with the drafts of a step beside it.</summary>
    private int Need(Sequence sequence) => sequence.MaximumLength + _scratch;

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
                var prompt = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sequence.Tokens)[..(sequence.PromptLength - 1)];
                sequence.HeldPrefix = _cache.Match(prompt, sequence.Slots);
                sequence.CachedTokens = sequence.DraftLength = sequence.Slots.Count;
            }

            // Room for all that runs: what is reserved less what it holds already.
            _cache.Evict(_reserved - _prefilling.Concat(_decoding).Append(sequence).Sum(running => running.Slots.Count));
            _prefilling.Add(sequence);
        }
    }

    private void RetireAll()
    {
        for (var i = _waiting.Count; i > 0; i--)
        {
            var sequence = _waiting.Dequeue();
            if (sequence.Finish is null)
            {
                _waiting.Enqueue(sequence);
            }
        }

        Retire(_prefilling);
        Retire(_decoding);
        Publish();
    }

    private void Retire(List<Sequence> sequences)
    {
        foreach (var sequence in sequences.Where(sequence => sequence.Finish is not null))
        {
            _reserved -= Need(sequence);
            Keep(sequence);
        }

        sequences.RemoveAll(sequence => sequence.Finish is not null);
    }

    private void Keep(Sequence sequence)
    {
        if (sequence.HeldPrefix is { } held)
        {
            _cache.Release(held);
            var usable = speculates ? Math.Min(sequence.DraftLength, sequence.Slots.Count) : sequence.Slots.Count;
            var tokens = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sequence.Tokens)[..Math.Min(sequence.Tokens.Count, sequence.Slots.Count + 1)];
            _cache.Insert(tokens, sequence.Slots, sequence.CachedTokens, Math.Min(usable, sequence.Slots.Count));
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
        pool.Total - pool.Free,
        _verifySteps,
        _generated);
}
