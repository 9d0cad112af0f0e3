namespace SpeculativeDecoding.Embedded;

/// <summary>The program: reads the flags, answers --help and --version, runs the server.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        ServerFlags flags;
        try
        {
            // These two work whatever else is on the line, as in argparse.
            if (arguments.FirstOrDefault(argument => argument is "-h" or FlagTable.Help or FlagTable.Version) is { } question)
            {
                await output.WriteLineAsync(question == FlagTable.Version ? ServerVersion.Text : UsageText.Full()).ConfigureAwait(false);
                return 0;
            }

            flags = ServerFlags.From(FlagParser.Parse(arguments), Environment.GetEnvironmentVariable);
        }
        catch (FlagUsageException exception)
        {
            await errors.WriteLineAsync(UsageText.Short()).ConfigureAwait(false);
            await errors.WriteLineAsync($"{UsageText.Program}: error: {exception.Message}").ConfigureAwait(false);
            return 2;
        }
        catch (StartRefusedException exception)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }

        var log = new ServerLog(errors, ServerLog.LevelOf(flags.LogLevel), TimeProvider.System, flags.ApiKey);
        using var signals = StopSignals.OfThisProcess();
        return await new EmbeddedServer(flags, EngineLoader.Load, log, TimeProvider.System).RunAsync(signals).ConfigureAwait(false);
    }
}
