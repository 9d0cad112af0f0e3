namespace SpeculativeDecoding;

/// <summary>The GPUs of this machine as their driver's tool lists them.</summary>
/// <param name="Gpus">The GPUs; a divided one's parts in its place.</param>
/// <param name="DriverVersion">The driver; null where the tool does not say.</param>
/// <param name="Tool">The tool that answered; null where there is none.</param>
internal sealed record GpuInventory(IReadOnlyList<Gpu> Gpus, string? DriverVersion, string? Tool)
{
    /// <summary>Why the GPUs are not known though a tool that lists them is here, for example <c>nvidia-smi failed with exit code 9</c>; null where it answered, or there is none.</summary>
    public string? Problem { get; init; }

    /// <summary>Every GPU, whatever the environment hides, and whoever holds it.</summary>
    public static async Task<GpuInventory> ReadAsync(CancellationToken cancellationToken)
    {
        var nvidia = await NvidiaSmi.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (nvidia is { Tool: not null })
        {
            return nvidia;
        }

        var amd = await RocmSmi.ReadAsync(cancellationToken).ConfigureAwait(false);
        return amd is { Tool: not null } ? amd : nvidia ?? amd ?? new GpuInventory([], null, null);
    }

    /// <summary>A tool that is here and gave no answer.</summary>
    public static GpuInventory Silent(string tool, ProbeOutput answer) => new([], null, null) { Problem = $"{tool} {answer.Failure}" };

    /// <summary>The GPUs that a server with these options may use, each with who holds it.</summary>
    public async Task<GpuFrame> FrameAsync(PlanOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var frame = GpuFrame.Of(Gpus, name => options.Environment.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name));
        return frame with { Gpus = await GpuLeases.WithHoldersAsync(frame.Gpus, time, cancellationToken).ConfigureAwait(false) };
    }
}
