using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>--log</c>: the whole log of the servers that a command starts, in a file.</summary>
internal sealed class LogOption
{
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(5);

    private readonly Option<string?> _file = new("--log") { Description = "Add the whole log of the server to this file.", HelpName = "FILE" };

    public void AddTo(Command command) => command.Options.Add(_file);

    /// <summary>The names of those that the command line gives.</summary>
    public IEnumerable<string> Given(ParseResult result) => CommonServerOptions.Given(result, [_file]);

    /// <summary>Opens the file where one is named, and has launches write to it.</summary>
    /// <returns>What closes it; null where none is named.</returns>
    /// <exception cref="UsageException">It can't be written.</exception>
    public ServerLogFile? Open(ParseResult result, Terminal terminal, LaunchOptions launch)
    {
        if (result.GetValue(_file) is not { } path)
        {
            return null;
        }

        try
        {
            // A pipe opens when somebody reads it, which may be never, and no signal ends that wait.
            var opening = Task.Run(() => new ServerLogFile(path, terminal));
            if (!Task.WaitAll([opening], MostWait))
            {
                throw new UsageException($"--log: '{path}' does not open: a pipe does not until somebody reads it. Name a file, or start its reader first.");
            }

            launch.LoggerFactory = opening.Result;
            return opening.Result;
        }
        catch (AggregateException exception) when (exception.InnerException is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"--log: '{path}' can't be written: {exception.InnerException.Message.TrimEnd('.')}.");
        }
    }
}
