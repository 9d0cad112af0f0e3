using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// An engine whose answer is known beforehand: the bytes of <paramref name="answer"/> and the end token, over and over where the end
/// is ignored. It keeps the seam's promises: one token of prefill, then verify steps of 1 to 4 tokens, trimmed at the stop condition.
/// </summary>
internal sealed class ScriptedEngine(string answer, bool speculates = true, int contextLength = 2048) : IEngine
{
    private static readonly int[] Accepted = [3, 0, 2, 1];

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Exception> _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _verifySteps;
    private long _generated;

    /// <summary>Null goes on as fast as it can; else the engine waits that long before each step.</summary>
    public TimeSpan? StepTime { get; init; }

    /// <summary>Answers stop before this many tokens and wait for <see cref="Crash"/> or an abort.</summary>
    public int? HangAfter { get; init; }

    /// <summary>Answers to the request of this id break once they have a token.</summary>
    public string? FailsOn { get; init; }

    public EngineInfo Info { get; } = new(
        ByteTokenizer.VocabularySize, contextLength, 4096, [ByteTokenizer.EndOfText], 1 << 20, 1 << 18, "LlamaForCausalLM", speculates ? "LlamaForCausalLMEagle3" : null, "float32", 2);

    public ITextTokenizer Tokenizer { get; } = new ByteTokenizer();

    public EngineCounters Counters => new(_running.Count, 0, 0, Interlocked.Read(ref _verifySteps), Interlocked.Read(ref _generated));

    public Task<Exception> Crashed => _crashed.Task;

    public IReadOnlyCollection<string> Running => (IReadOnlyCollection<string>)_running.Keys;

    /// <summary>Ends every answer without a last step, as a dying engine does.</summary>
    public void Crash(Exception exception)
    {
        _gate.TrySetResult();
        _crashed.TrySetResult(exception);
    }

    public ChannelReader<EngineStep> Submit(EngineRequest request)
    {
        var channel = Channel.CreateUnbounded<EngineStep>();
        var stop = new CancellationTokenSource();
        _running[request.Id] = stop;
        _ = Task.Run(() => AnswerAsync(request, channel.Writer, stop));
        return channel.Reader;
    }

    public bool Abort(string requestIdPrefix)
    {
        var matches = _running.Where(entry => entry.Key.StartsWith(requestIdPrefix, StringComparison.Ordinal)).ToList();
        matches.ForEach(entry => entry.Value.Cancel());
        return matches.Count > 0;
    }

    public bool TryFlushCache()
    {
        if (!_running.IsEmpty)
        {
            return false;
        }

        Interlocked.Exchange(ref _verifySteps, 0);
        Interlocked.Exchange(ref _generated, 0);
        return true;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task AnswerAsync(EngineRequest request, ChannelWriter<EngineStep> steps, CancellationTokenSource stop)
    {
        var script = Encoding.UTF8.GetBytes(answer).Select(value => (int)value).Append(ByteTokenizer.EndOfText).ToArray();
        var tokens = new List<int>();
        var histogram = new List<int>();
        var (accepted, round) = (0, 0);
        EngineFinish? finish = null;
        while (finish is null)
        {
            if (StepTime is { } time && !stop.IsCancellationRequested)
            {
                await Task.Delay(time, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            if (HangAfter <= tokens.Count && !stop.IsCancellationRequested)
            {
                await Task.WhenAny(_gate.Task, Task.Delay(Timeout.Infinite, stop.Token));
                if (_crashed.Task.IsCompleted)
                {
                    steps.Complete();
                    return;
                }
            }

            if (stop.IsCancellationRequested)
            {
                finish = new EngineFinish(EngineFinishKind.Abort, Message: "Aborted");
                steps.TryWrite(Step([]));
                break;
            }

            if (tokens.Count > 0 && FailsOn is { } failing && request.Id.StartsWith(failing, StringComparison.Ordinal))
            {
                finish = new EngineFinish(EngineFinishKind.Abort, Message: "broken on purpose") { Fault = new InvalidOperationException("deep inside") };
                steps.TryWrite(Step([]));
                break;
            }

            var drafts = tokens.Count == 0 || !speculates ? 0 : Accepted[round++ % Accepted.Length];
            if (speculates && tokens.Count > 0)
            {
                Interlocked.Increment(ref _verifySteps);
                accepted += drafts;
                histogram.AddRange(Enumerable.Repeat(0, Math.Max(0, drafts + 1 - histogram.Count)));
                histogram[drafts]++;
            }

            var now = new List<int>();
            for (var i = 0; i <= drafts && finish is null; i++)
            {
                now.Add(script[tokens.Count % script.Length]);
                tokens.Add(now[^1]);
                finish = FinishOf(request.Sampling, tokens);
            }

            Interlocked.Add(ref _generated, now.Count);
            if (finish is not null)
            {
                _running.TryRemove(request.Id, out _);
            }

            steps.TryWrite(Step(now));
        }

        _running.TryRemove(request.Id, out _);
        steps.Complete();
        stop.Dispose();

        EngineStep Step(IReadOnlyList<int> now) => new(now, finish, request.InputIds.Count, 0, tokens.Count,
            histogram.Count == 0 ? null : new EngineSpeculation(histogram.Sum(), accepted, histogram.Sum() * 3, [.. histogram]));
    }

    private EngineFinish? FinishOf(EngineSampling sampling, List<int> tokens)
    {
        if ((tokens[^1] == ByteTokenizer.EndOfText && !sampling.IgnoreEos) || sampling.StopTokenIds.Contains(tokens[^1]))
        {
            return new EngineFinish(EngineFinishKind.Stop, MatchedToken: tokens[^1]);
        }

        var text = Tokenizer.Decode(tokens);
        return sampling.Stop.FirstOrDefault(candidate => text.Contains(candidate, StringComparison.Ordinal)) is { } matched
            ? new EngineFinish(EngineFinishKind.Stop, MatchedString: matched)
            : tokens.Count >= sampling.MaxNewTokens ? new EngineFinish(EngineFinishKind.Length) : null;
    }
}
