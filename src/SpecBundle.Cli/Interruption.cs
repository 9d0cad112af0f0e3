using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation, so that a server is stopped before the program ends. A part of a command may take Ctrl-C for itself.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private volatile Diversion? _diversion;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    public CancellationToken Token => _source.Token;

    /// <summary>Until it is disposed of, the first Ctrl-C is its own. The second one, and SIGTERM, are the program's as ever.</summary>
    public Diversion Divert() => _diversion = new Diversion();

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGINT && _diversion?.TryTake() == true)
        {
            context.Cancel = true;
            return;
        }

        // The second one is for the impatient: the default action ends the process, and the lifeline ends the server.
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            _source.Cancel();
        }
    }
}

/// <summary>Who takes the next Ctrl-C in the program's place.</summary>
internal sealed class Diversion : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private bool _isOver;

    public CancellationToken Token => _source.Token;

    public bool TryTake()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return false;
            }

            _isOver = true;
            _ = _source.CancelAsync();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
        }

        _source.Dispose();
    }
}
