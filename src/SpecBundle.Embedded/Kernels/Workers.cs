namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Splits a loop over the cores. The caller takes part and never waits for a worker that has not begun,
/// so a worker that the system runs late costs nothing.
/// </summary>
internal sealed class Workers : IDisposable
{
    // Long enough to bridge the gap between two loops of one forward pass, short enough not to burn a core when idle.
    private const int SpinsBeforeParking = 2_000;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Lock _parking = new();
    private volatile Job? _job;
    private volatile bool _stopped;
    private int _parked;

    public Workers(int threads)
    {
        _threads = new Thread[Math.Max(threads - 1, 0)];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"engine worker {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Calls <paramref name="body"/> for the parts 0 to <paramref name="parts"/> - 1, in any order, on any thread.</summary>
    public void For<TState>(int parts, TState state, Action<TState, int> body)
    {
        if (parts <= 1 || _threads.Length == 0)
        {
            for (var part = 0; part < parts; part++)
            {
                body(state, part);
            }

            return;
        }

        var job = new Job<TState>(parts, state, body);
        _job = job;
        WakeParked();
        job.Run();
        job.Wait();
        _job = null;
    }

    public void Dispose()
    {
        _stopped = true;
        _wake.Release(_threads.Length + 1);
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
    }

    private void WakeParked()
    {
        if (Volatile.Read(ref _parked) == 0)
        {
            return;
        }

        lock (_parking)
        {
            if (_parked > 0)
            {
                _wake.Release(_parked);
                _parked = 0;
            }
        }
    }

    private void Work()
    {
        Job? last = null;
        var idle = 0;
        while (!_stopped)
        {
            var job = _job;
            if (job is not null && job != last)
            {
                last = job;
                job.Run();
                idle = 0;
            }
            else if (++idle < SpinsBeforeParking)
            {
                Thread.SpinWait(8);
            }
            else
            {
                Park(ref idle);
            }
        }
    }

    private void Park(ref int idle)
    {
        lock (_parking)
        {
            _parked++;
        }

        _wake.Wait();
        idle = 0;
    }

    private abstract class Job(int parts)
    {
        private int _next;
        private int _done;

        public void Run()
        {
            int part;
            while ((part = Interlocked.Increment(ref _next) - 1) < parts)
            {
                Do(part);
                Interlocked.Increment(ref _done);
            }
        }

        public void Wait()
        {
            var spinner = default(SpinWait);
            while (Volatile.Read(ref _done) < parts)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }
        }

        protected abstract void Do(int part);
    }

    private sealed class Job<TState>(int parts, TState state, Action<TState, int> body) : Job(parts)
    {
        protected override void Do(int part) => body(state, part);
    }
}
