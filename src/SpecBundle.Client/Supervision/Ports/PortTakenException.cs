namespace SpeculativeDecoding;

/// <summary>The port is taken: before anything was started, or by another process that was faster than the server. Nothing was sent to that one. SGLang itself would notice after it has loaded the whole model, and then hang.</summary>
public sealed class PortTakenException : SpecBundleException
{
    internal PortTakenException(int port, PortListener? listener = null, bool isPicked = false)
        : base(
            listener is null ? $"Port {port} is taken." : $"Port {port} was taken while the server started: {listener.Who ?? "another process"} listens there. Nothing was sent to it, and the server was stopped.",
            isPicked ? "Start again: another free port is picked."
                : "Leave out the port (PlanOptions.Port) and a free one is picked; or stop what listens there ('ss -ltnp' names it).") => (Port, ProcessId) = (port, listener?.ProcessId);

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The process that listens there; null where that is not known.</summary>
    public int? ProcessId { get; }
}
