using System.CommandLine;
using System.CommandLine.Parsing;

namespace SpeculativeDecoding.Cli;

/// <summary>The commands, and what their outcomes mean as exit codes.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        // What follows "--" belongs to the server, whatever it looks like.
        var split = Array.IndexOf(args, "--");
        var ours = split < 0 ? args : args[..split];
        var serverArguments = split < 0 ? [] : args[(split + 1)..];

        using var interruption = new Interruption();
        var result = Commands(terminal, serverArguments, interruption).Parse(ours);
        if (MistakenValues.Find(result, ours) is { } mistake)
        {
            return Refuse(terminal, result, mistake);
        }

        if (result.Errors.Count > 0)
        {
            return Refuse(terminal, result, Suggestions.Improve(result));
        }

        if (MachineFault.WorkingFolderProblem() is { } problem)
        {
            ErrorView.Write(terminal, new UsageException(problem));
            return ExitCode.Failed;
        }

        try
        {
            return await result.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = terminal.Output, Error = terminal.Error },
                interruption.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (InvalidValueException exception)
        {
            ErrorView.Write(terminal, new UsageException(OptionNames.Translate(exception)));
            return ExitCode.WrongUsage;
        }
        catch (Exception exception) when (exception is UsageException or UnknownPairException or AmbiguousPairException || exception is LaunchPlanException and not GpuUnavailableException)
        {
            ErrorView.Write(terminal, exception);
            return ExitCode.WrongUsage;
        }
        catch (SpecBundleException exception)
        {
            ErrorView.Write(terminal, exception);
            return ExitCode.Failed;
        }
    }

    /// <summary>All commands with their options.</summary>
    public static RootCommand Commands(Terminal terminal, string[] serverArguments, Interruption? interruption = null) =>
        new("Launches target/draft pairs on SGLang and measures the accept length of every request.")
        {
            CatalogCommand.Create(terminal),
            PlanCommand.Create(terminal, serverArguments),
            DoctorCommand.Create(terminal),
            PullCommand.Create(terminal),
            CacheCommand.Create(terminal),
            LaunchCommand.Create(terminal, serverArguments),
            GenerateCommand.Create(terminal, serverArguments),
            ChatCommand.Create(terminal, serverArguments, interruption),
            BenchCommand.Create(terminal, serverArguments),
            CompareCommand.Create(terminal),
            DashboardCommand.Create(terminal),
        };

    private static int Refuse(Terminal terminal, ParseResult result, string reason)
    {
        var command = result.CommandResult.Command;
        var path = command is RootCommand ? "specbundle" : $"specbundle {command.Name}";
        terminal.Error.WriteLine($"{path}: {reason} Try '{path} --help'.");
        return ExitCode.WrongUsage;
    }
}
