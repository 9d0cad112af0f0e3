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
    private readonly Thread _thread;
    private readonly ulong _seed;
    private long _requests;
    private volatile bool _stopped;

    public SpeculativeEngine(
        EngineOptions options, EngineInfo info, ITextTokenizer tokenizer, LlamaTarget target, Eagle3Draft? draft, Workers workers, int rows)
    {
        (_options, Info, Tokenizer, _target, _draft, _workers) = (options, info, tokenizer, target, draft, workers);
        _seed = options.RandomSeed is { } seed ? (ulong)seed : (ulong)Random.Shared.NextInt64();
        var pool = new SlotPool(info.MaxTotalTokens);
        _runner = new ModelRunner(target, draft, options, pool, rows);
        _scheduler = new Scheduler(options, _runner, pool, draft is not null);
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
        var room = Info.ContextLength - request.InputIds.Count - 1;
        var maximum = Math.Min(request.Sampling.MaxNewTokens, room);
        var stop = new StopConditions(request.Sampling, Tokenizer, Info.EosTokenIds, maximum);
        var sequence = new Sequence(request, stop, seed, request.InputIds.Count + Math.Max(maximum, 0), _options.TopK, Math.Max(_options.NumDraftTokens, 1));
        Post(() => _scheduler.Add(sequence, Refuse(request, maximum)));
        return sequence.Steps;
    }

    public bool Abort(string requestIdPrefix) => Ask(() => _scheduler.Abort(requestIdPrefix));

    public bool TryFlushCache() => Ask(_scheduler.TryFlush);

    public ValueTask DisposeAsync()
    {
        _stopped = true;
        _wake.Release();
        _thread.Join();
        _runner.Dispose();
        _draft?.Dispose();
        _target.Dispose();
        _workers.Dispose();
        return ValueTask.CompletedTask;
    }

    private string? Refuse(EngineRequest request, int maximum)
    {
        var outside = request.InputIds.Where(id => id < 0 || id >= Info.VocabularySize).Take(1).ToList();
        return (request.InputIds.Count, outside) switch
        {
            (0, _) => "The prompt is empty.",
            (_, [var id]) => $"The token id {id} is outside of the vocabulary of {Info.VocabularySize} tokens.",
            _ when maximum <= 0 => $"The input ({request.InputIds.Count} tokens) is longer than the model's context length ({Info.ContextLength} tokens).",
            _ => null,
        };
    }

    private void Post(Action command)
    {
        _commands.Enqueue(command);
        _wake.Release();
    }

    private bool Ask(Func<bool> question)
    {
        if (_stopped || _crashed.Task.IsCompleted)
        {
            return false;
        }

        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => answer.TrySetResult(question()));

        // A crash or the end of the engine answers in its place.
        var ended = Task.WhenAny(answer.Task, _crashed.Task).GetAwaiter().GetResult();
        return ended == answer.Task && answer.Task.Result;
    }

    private void Run()
    {
        try
        {
            while (!_stopped)
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

            _scheduler.AbortAll("The server is shutting down.");
            while (_commands.TryDequeue(out var command))
            {
                command();
            }

            _scheduler.AbortAll("The server is shutting down.");
        }
#pragma warning disable CA1031 // The loop's end must reach every request, whatever ended it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _crashed.TrySetResult(exception);
            _scheduler.AbortAll($"The engine broke: {exception.Message}");
        }
    }
}
