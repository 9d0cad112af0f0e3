using System.Collections.Concurrent;
using System.Globalization;

namespace SpeculativeDecoding.Embedded;

/// <summary>Starts requests on the engine after SGLang's checks, and knows those in flight.</summary>
internal sealed class GenerationService(IEngine engine, ServerFlags flags, BatchLog batches, MetricsRegistry metrics, ServerLog log, TimeProvider time)
{
    private const int MostPrompts = 1024;
    private const int MostIdCharacters = 1024;
    private readonly GrammarCache _grammars = new(() => new TokenVocabulary(engine.Tokenizer, engine.Info.VocabularySize, engine.Info.EosTokenIds));
    private readonly ConcurrentDictionary<string, Generation?> _inFlight = new(StringComparer.Ordinal);
    private long _started;

    public IEngine Engine { get; } = engine;

    public IReadOnlyCollection<string> RequestIds => (IReadOnlyCollection<string>)_inFlight.Keys;

    public int Count => _inFlight.Count;

    /// <summary>Starts a batch, all or none.</summary>
    public IReadOnlyList<Generation> Start(IReadOnlyList<GenerationRequest> requests)
    {
        if (requests.Count is 0 or > MostPrompts)
        {
            throw new InvalidRequestException($"A request has 1 to {MostPrompts} prompts, got {requests.Count}.");
        }

        foreach (var id in requests.Select(request => request.RequestId ?? ""))
        {
            // A NUL ends an id inside the engine, and a line break would write a line of its own into the log.
            if (id.Length > MostIdCharacters || id.Any(char.IsControl))
            {
                throw new InvalidRequestException($"rid must have at most {MostIdCharacters} characters and no control character.");
            }
        }

        var checkedRequests = requests.Select(request => request with { Sampling = Checked(request) }).ToList();
        var ids = requests.Select(request => request.RequestId ?? Guid.NewGuid().ToString("N")).ToList();
        for (var i = 0; i < ids.Count; i++)
        {
            if (!_inFlight.TryAdd(ids[i], null))
            {
                ids.Take(i).ToList().ForEach(id => _inFlight.TryRemove(id, out _));
                throw new InvalidRequestException($"Duplicate request ID detected: {ids[i]}");
            }
        }

        var started = new List<Generation>(ids.Count);
        try
        {
            started.AddRange(checkedRequests.Select((request, i) => Start(request, ids[i])));
            return started;
        }
        catch
        {
            started.ForEach(generation => generation.Dispose());
            ids.ForEach(id => _inFlight.TryRemove(id, out _));
            throw;
        }
    }

    public Generation Start(GenerationRequest request) => Start([request])[0];

    /// <summary>Empties the prefix cache and begins the averages anew; false while anything runs.</summary>
    public bool TryFlush()
    {
        if (!Engine.TryFlushCache())
        {
            return false;
        }

        batches.ResetLifetime();
        return true;
    }

    /// <summary>Aborts every request whose id begins so.</summary>
    public void Abort(string requestIdPrefix) => Engine.Abort(requestIdPrefix);

    public void Observe(Generation generation, EngineStep? before, double? sinceLast)
    {
        var step = generation.Step!;
        if (before is null)
        {
            if (step.NewTokenIds.Count > 0)
            {
                batches.Prefilled(step);
                metrics.FirstToken(generation.Times.TimeToFirstToken, generation.Streams);
            }

            return;
        }

        var verified = step.Speculation is { } after && after.VerifySteps > (before.Speculation?.VerifySteps ?? 0);
        batches.Decoded(generation.EngineId, step.NewTokenIds.Count, (step.Speculation?.AcceptedDrafts ?? 0) - (before.Speculation?.AcceptedDrafts ?? 0), verified);
        if (sinceLast is { } seconds && step.NewTokenIds.Count > 0)
        {
            metrics.NextTokens(seconds, step.NewTokenIds.Count);
        }
    }

    public void Finished(Generation generation)
    {
        _inFlight.TryRemove(generation.RequestId, out _);
        metrics.Finished(generation);
        if (generation.Finish?.Fault is { } fault)
        {
            log.Error($"ERROR:    Exception in request {generation.RequestId}: {fault}");
        }
    }

    /// <summary>Called when nobody reads the answer any more.</summary>
    public void End(Generation generation)
    {
        if (generation.Finish is null)
        {
            Engine.Abort(generation.EngineId);
            metrics.Abandoned();
            _inFlight.TryRemove(generation.RequestId, out _);
        }
    }

    private Generation Start(GenerationRequest request, string requestId)
    {
        // NUL ends the client's id, so that no engine id is the beginning of another one; aborting by prefix still works.
        var engineId = string.Create(CultureInfo.InvariantCulture, $"{requestId}\0{Interlocked.Increment(ref _started)}\0");
        try
        {
            var generation = new Generation(
                this, request, requestId, engineId, Engine.Tokenizer, request.Sampling.StreamInterval ?? flags.StreamInterval, new GenerationTimes(time),
                _ => Engine.Submit(new EngineRequest(engineId, request.InputIds, request.Sampling.Engine)));
            _inFlight.TryUpdate(requestId, generation, null);
            return generation;
        }
        catch
        {
            _inFlight.TryRemove(requestId, out _);
            throw;
        }
    }

    /// <summary>The checks of prompt and length; gives the sampling with its length resolved.</summary>
    private SamplingRequest Checked(GenerationRequest request)
    {
        var (info, ids) = (Engine.Info, request.InputIds);
        if (ids.Count == 0)
        {
            throw new InvalidRequestException("The input is empty: at least one token is needed.");
        }

        RequireInVocabulary(ids, "Token id");
        RequireInVocabulary(request.Sampling.Engine.StopTokenIds, "stop_token_ids: token id");

        var context = info.ContextLength;
        var reserved = flags.Speculation?.ReservedTokens ?? 0;
        var input = ids.Count + reserved;
        if (input >= context)
        {
            throw new InvalidRequestException($"The input ({input} tokens) is longer than the model's context length ({context} tokens).");
        }

        if (request.Sampling.MaxNewTokens is { } most && (long)most + input > context)
        {
            throw new InvalidRequestException(
                $"Requested token count exceeds the model's maximum context length of {context} tokens: {input} tokens of input and {most} tokens of completion. Ask for at most {context - input} new tokens.");
        }

        var length = request.Sampling.MaxNewTokens ?? Math.Min(context, info.MaxTotalTokens) - input;
        if (length < 1 || length + input > info.MaxTotalTokens)
        {
            throw new InvalidRequestException(
                $"{input} tokens of input and {length} of completion do not fit the KV cache of {info.MaxTotalTokens} tokens.");
        }

        return request.Sampling with { Engine = request.Sampling.Engine with { MaxNewTokens = length, Grammar = Grammar(request.Sampling) } };
    }

    private TokenGrammar? Grammar(SamplingRequest sampling)
    {
        try
        {
            return sampling.Grammar is { } source ? _grammars.Find(source) : null;
        }
        catch (GrammarException exception)
        {
            throw new InvalidRequestException(exception.Message);
        }
    }

    private void RequireInVocabulary(IReadOnlyList<int> ids, string what)
    {
        var size = Engine.Info.VocabularySize;
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)size)
            {
                throw new InvalidRequestException($"{what} {id} is outside the vocabulary of {size} tokens.");
            }
        }
    }
}
