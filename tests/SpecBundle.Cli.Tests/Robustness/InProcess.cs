using SpeculativeDecoding.Cli;

namespace SpeculativeDecoding.Tests;

/// <summary>The tool within this process, last line of defence included: hundreds of command lines in seconds.</summary>
internal static class InProcess
{
    /// <summary>What one sentence that asks for a report begins with: nothing that a user types should bring it about.</summary>
    public const string Fault = "This is a fault of specbundle";

    public static async Task<CommandOutcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, outputRedirected: true, errorRedirected: true);
        var exitCode = await LastResort.RunAsync(terminal, () => CommandLine.RunAsync(arguments, terminal));
        return new CommandOutcome(exitCode, output.ToString(), error.ToString());
    }
}
