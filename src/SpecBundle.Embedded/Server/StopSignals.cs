using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>How the server was asked to stop.</summary>
internal enum StopRequest
{
    /// <summary>SIGTERM: let running requests end first.</summary>
    Drain,

    /// <summary>SIGINT: end running requests now.</summary>
    Interrupt,
}

/// <summary>SIGTERM and SIGINT. The first one asks, the second one ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource<StopRequest> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Completes with the first request to stop.</summary>
    public Task<StopRequest> Requested => _first.Task;

    public static StopSignals OfThisProcess()
    {
        var signals = new StopSignals();
        signals.Register(PosixSignal.SIGTERM, StopRequest.Drain, 128 + 15);
        signals.Register(PosixSignal.SIGINT, StopRequest.Interrupt, 128 + 2);
        return signals;
    }

    /// <summary>Asks to stop. False if it was asked before.</summary>
    public bool Request(StopRequest request) => _first.TrySetResult(request);

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Register(PosixSignal signal, StopRequest request, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (!Request(request))
            {
                Environment.Exit(exitCode);
            }
        }));
}
