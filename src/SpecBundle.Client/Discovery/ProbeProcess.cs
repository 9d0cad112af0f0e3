using System.ComponentModel;
using System.Diagnostics;

namespace SpeculativeDecoding;

/// <summary>A short command whose output tells something of the machine. It has a limit on time and on output, and nothing that it starts outlives it.</summary>
internal static class ProbeProcess
{
    // Machines with many GPUs and long topologies write some tens of kilobytes.
    private const int MostCharacters = 1 << 20;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    // A child that it left behind may hold its outputs open.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    /// <summary>What it said and how it ended; null where it can't be started.</summary>
    public static async Task<ProbeOutput?> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var tag = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Leftovers.TagVariable] = tag;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or ArgumentException)
        {
            return null;
        }

        using (process)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(TimeLimit);
            var answer = await AnswerAsync(process, limit).ConfigureAwait(false);
            if (!answer.WasWhole)
            {
                End(process);
                await Leftovers.EndAsync(tag).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return answer.Output;
        }
    }

    /// <returns>What it said, and whether it and all that had its outputs ended by themselves.</returns>
    private static async Task<(ProbeOutput Output, bool WasWhole)> AnswerAsync(Process process, CancellationTokenSource limit)
    {
        var output = new ProbeReader(process.StandardOutput, MostCharacters, limit);
        var error = new ProbeReader(process.StandardError, MostCharacters, limit);
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (new ProbeOutput(null, "", "") { HasFlooded = output.HasFlooded || error.HasFlooded }, false);
        }
        catch (IOException)
        {
            // It has ended before its input was closed.
        }

        limit.CancelAfter(DrainTime);
        var wasWhole = await output.EndAsync().ConfigureAwait(false) & await error.EndAsync().ConfigureAwait(false);
        return output.HasFlooded || error.HasFlooded
            ? (new ProbeOutput(null, "", "") { HasFlooded = true }, false)
            : (new ProbeOutput(process.HasExited ? process.ExitCode : null, output.Text, error.Text), wasWhole);
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile.
        }
    }
}
