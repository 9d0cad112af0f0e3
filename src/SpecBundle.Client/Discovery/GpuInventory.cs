namespace SpeculativeDecoding;

/// <summary>The GPUs of this machine as their driver's tool lists them.</summary>
/// <param name="Gpus">The GPUs; a divided one's parts in its place.</param>
/// <param name="DriverVersion">The driver; null where the tool does not say.</param>
/// <param name="Tool">The tool that answered; null where there is none.</param>
internal sealed record GpuInventory(IReadOnlyList<Gpu> Gpus, string? DriverVersion, string? Tool)
{
    /// <summary>Every GPU, whatever the environment hides, and whoever holds it.</summary>
    public static async Task<GpuInventory> ReadAsync(CancellationToken cancellationToken) =>
        await NvidiaSmi.ReadAsync(cancellationToken).ConfigureAwait(false)
        ?? await RocmSmi.ReadAsync(cancellationToken).ConfigureAwait(false)
        ?? new GpuInventory([], null, null);

    /// <summary>The GPUs that a server with these options may use, each with who holds it.</summary>
    public async Task<GpuFrame> FrameAsync(PlanOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var frame = GpuFrame.Of(Gpus, name => options.Environment.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name));
        return frame with { Gpus = await GpuLeases.WithHoldersAsync(frame.Gpus, time, cancellationToken).ConfigureAwait(false) };
    }
}
