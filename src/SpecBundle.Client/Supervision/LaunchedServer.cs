namespace SpeculativeDecoding;

/// <summary>What a launch has started: the process with its log, the plan it came from, and the news of its death.</summary>
internal sealed record LaunchedServer(ServerWatch Watch, ServerDeath Death, LaunchPlan Plan, LaunchOptions Options, int ProcessId)
{
    public async Task<StopResult> StopAsync()
    {
        var started = Options.TimeProvider.GetTimestamp();
        var (exitCode, wasKilled) = await Watch.Process.StopAsync(Options.StopGrace).ConfigureAwait(false);
        await Watch.DisposeAsync().ConfigureAwait(false);
        var kept = await new GpuMemoryReturn(Plan, Options.TimeProvider).WaitAsync(CancellationToken.None).ConfigureAwait(false);
        return new StopResult
        {
            ExitCode = exitCode,
            WasKilled = wasKilled,
            Duration = Options.TimeProvider.GetElapsedTime(started),
            GpuMemoryKeptBytes = kept,
            IsPortFree = PortPicker.IsFree(Plan.Host, Plan.Port!.Value),
        };
    }
}
