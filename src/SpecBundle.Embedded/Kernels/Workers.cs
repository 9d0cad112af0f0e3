namespace SpeculativeDecoding.Embedded;

/// <summary>
/// Splits a loop over the cores. The caller takes part and never waits for a worker that has not begun,
/// so a worker that the system runs late costs nothing.
/// </summary>
internal sealed class Workers : IDisposable
{
    /// <summary>The multiplications that a part should have at least: some microseconds, beside which handing it out is cheap.</summary>
    public const long WorthHandingOut = 65_536;

    // Spinning bridges the gap between two loops of a forward pass, yielding the one between two passes; both together take
    // less than a millisecond, too short to burn a core when idle, and others who want the core get it.
    private const int Spins = 1_000;
    private const int Yields = 800;
    private const int SpinLength = 1;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Lock _parking = new();
    private ParallelWork? _work;

    // The round in the upper half, the parts nobody has taken yet in the lower: taking one is a single exchange, and a
    // thread that comes late finds another round or no part left.
    private long _ticket;
    private int _done;
    private int _parked;
    private volatile Exception? _failure;
    private volatile bool _stopped;

    public Workers(int threads)
    {
        _threads = new Thread[Math.Max(threads - 1, 0)];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"engine worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that take part, the caller counted.</summary>
    public int Count => _threads.Length + 1;

    /// <summary>Does the parts 0 to <paramref name="parts"/> - 1, in any order, on any thread. Called by one thread at a time.</summary>
    public void Run(ParallelWork work, int parts)
    {
        if (parts <= 1 || _threads.Length == 0)
        {
            for (var part = 0; part < parts; part++)
            {
                work.Do(part, 0);
            }

            return;
        }

        _work = work;
        Volatile.Write(ref _done, 0);
        Interlocked.Exchange(ref _ticket, (((_ticket >> 32) + 1) << 32) | (uint)parts);
        WakeParked();
        TakeParts(0);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _done) < parts)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is { } failure)
        {
            throw new InvalidOperationException("A part of the computation failed.", failure);
        }
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

    private bool TakeParts(int worker)
    {
        var took = false;
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var left = (int)(uint)ticket;
            if (left == 0)
            {
                return took;
            }

            // Read between the two reads of the ticket: if it did not change, the work is of its round.
            var work = Volatile.Read(ref _work);
            if (Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket) == ticket)
            {
                took = true;
                Do(work!, left - 1, worker);
            }
        }
    }

    private void Do(ParallelWork work, int part, int worker)
    {
        try
        {
            work.Do(part, worker);
        }
#pragma warning disable CA1031 // An exception must reach the caller of the loop; on a thread of its own it would end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception;
        }
        finally
        {
            Interlocked.Increment(ref _done);
        }
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

    private void Work(int worker)
    {
        var idle = 0;
        while (!_stopped)
        {
            if (TakeParts(worker))
            {
                idle = 0;
            }
            else if (++idle < Spins)
            {
                Thread.SpinWait(SpinLength);
            }
            else if (idle < Spins + Yields)
            {
                Thread.Yield();
            }
            else
            {
                Park();
                idle = 0;
            }
        }
    }

    private void Park()
    {
        lock (_parking)
        {
            _parked++;
        }

        _wake.Wait();
    }
}
