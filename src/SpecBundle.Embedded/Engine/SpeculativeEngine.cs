using System.Collections.Concurrent;
using System.Threading.Channels;

namespace SpeculativeDecoding.Embedded;

/// <summary>One thread that takes requests in, runs them in steps and ends them.</summary>
internal sealed class SpeculativeEngine : IEngine
{
    private readonly EngineOptions _options;
    private readonly LlamaTarget _target;
    private readonly Eagle3Draft? _draft;
    private readonly Workers _workers;
    private readonly ModelRunner _runner;
    private readonly Scheduler _scheduler;
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource<Exception> _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _ending = new();
    private readonly Thread _thread;
    private readonly ulong _seed;
    private long _requests;
    private volatile bool _stopping;
    private volatile string? _endMessage;

    public SpeculativeEngine(
        EngineOptions options, EngineInfo info, ITextTokenizer tokenizer, LlamaTarget target, Eagle3Draft? draft, Workers workers, ITokenRule rule, SlotPool pool, int rows)
    {
        (_options, Info, Tokenizer, _target, _draft, _workers) = (options, info, tokenizer, target, draft, workers);
        _seed = options.RandomSeed is { } seed ? (ulong)seed : (ulong)Random.Shared.NextInt64();
        _runner = new ModelRunner(target, draft, rule, options, pool, rows);
        _scheduler = new Scheduler(options, _runner, pool, info.MaxTotalTokens);
        _thread = new Thread(Run) { IsBackground = true, Name = "engine" };
        _thread.Start();
    }

    public EngineInfo Info { get; }

    public ITextTokenizer Tokenizer { get; }

    public EngineCounters Counters => _scheduler.Counters;

    public Task<Exception> Crashed => _crashed.Task;

    public ChannelReader<EngineStep> Submit(EngineRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var seed = request.Sampling.Seed ?? _seed + (ulong)Interlocked.Increment(ref _requests);
        var room = Info.ContextLength - request.InputIds.Count;
        var maximum = Math.Min(request.Sampling.MaxNewTokens, room);
        var stop = new StopConditions(request.Sampling, Tokenizer, Info.EosTokenIds, maximum);
        var sequence = new Sequence(request, stop, seed, request.InputIds.Count + Math.Max(maximum, 0), _options, _target.Configuration.HiddenSize);
        Post(() => _scheduler.Add(sequence, Refusal(request, room)));
        return sequence.Steps;
    }

    public bool Abort(string requestIdPrefix) => Ask(() => _scheduler.Abort(requestIdPrefix));

    public bool TryFlushCache() => Ask(_scheduler.TryFlush);

    public ValueTask DisposeAsync()
    {
        if (_stopping)
        {
            return ValueTask.CompletedTask;
        }

        _stopping = true;
        _wake.Release();
        _thread.Join();
        _runner.Dispose();
        _draft?.Dispose();
        _target.Dispose();
        _workers.Dispose();
        return ValueTask.CompletedTask;
    }

    private string? Refusal(EngineRequest request, int room)
    {
        if (request.InputIds.Count == 0)
        {
            return "The prompt is empty.";
        }

        foreach (var id in request.InputIds)
        {
            if ((uint)id >= (uint)Info.VocabularySize)
            {
                return $"The token id {id} is outside of the vocabulary of {Info.VocabularySize} tokens.";
            }
        }

        return room <= 0
            ? $"The input ({request.InputIds.Count} tokens) is longer than the model's context length ({Info.ContextLength} tokens)."
            : request.Sampling.MaxNewTokens < 1 ? "max_new_tokens must be at least 1." : null;
    }

    private void Post(Action command)
    {
        _commands.Enqueue(command);
        _wake.Release();
        if (_endMessage is { } message)
        {
            EndAll(message);
        }
    }

    private bool Ask(Func<bool> question)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.TrySetResult(question());
            }
            catch (Exception exception)
            {
                // Whoever asked would wait for ever.
                answer.TrySetException(exception);
                throw;
            }
        });
        return answer.Task.GetAwaiter().GetResult();
    }

    private void Run()
    {
        var message = "The engine was stopped.";
        try
        {
            while (!_stopping)
            {
                while (_commands.TryDequeue(out var command))
                {
                    command();
                }

                if (!_scheduler.Step())
                {
                    _wake.Wait();
                }
            }
        }
#pragma warning disable CA1031 // The loop's end must reach every request, whatever ended it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            message = $"The engine broke: {exception.Message}";
            _crashed.TrySetResult(exception);
        }

        EndAll(message);
    }

    /// <summary>Answers what came, and what comes after the loop has ended.</summary>
    private void EndAll(string message)
    {
        lock (_ending)
        {
            _endMessage = message;
            while (_commands.TryDequeue(out var command))
            {
                command();
            }

            _scheduler.EndAll(message);
        }
    }
}
