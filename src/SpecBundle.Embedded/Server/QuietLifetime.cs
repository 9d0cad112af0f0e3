using Microsoft.Extensions.Hosting;

namespace SpeculativeDecoding.Embedded;

/// <summary>The host leaves the signals of the process to <see cref="StopSignals"/>.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
