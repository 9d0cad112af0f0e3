using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpeculativeDecoding;

/// <summary>A short command whose output tells something of the machine.</summary>
internal static class ProbeProcess
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>The exit code and both outputs, no exit code where the program does not end in time; null where it can't be started.</summary>
    public static async Task<ProbeOutput?> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(TimeLimit);
            try
            {
                process.StandardInput.Close();
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var error = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return new ProbeOutput(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return new ProbeOutput(null, "", "");
            }
        }
    }
}

/// <summary>What a probe said.</summary>
/// <param name="ExitCode">Its exit code; null where it did not end in time, and was ended.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record ProbeOutput(int? ExitCode, string Output, string Error)
{
    /// <summary>Why there is no answer, as the end of a sentence.</summary>
    public string Failure => ExitCode is null ? "did not answer within 10 s"
        : string.Create(CultureInfo.InvariantCulture, $"failed with exit code {ExitCode}") + (FirstLine() is { Length: > 0 } line ? $": {line}" : "");

    private string FirstLine() => (Error + "\n" + Output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
}
