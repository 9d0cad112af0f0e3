namespace SpeculativeDecoding;

/// <summary>The port that was asked for is taken. SGLang itself would notice after it has loaded the whole model, and then hang.</summary>
public sealed class PortTakenException : SpecBundleException
{
    internal PortTakenException(int port)
        : base($"Port {port} is taken.", "Leave the port open, and a free one is picked; or stop what listens there ('ss -ltnp' names it).") => Port = port;

    /// <summary>The port.</summary>
    public int Port { get; }
}
