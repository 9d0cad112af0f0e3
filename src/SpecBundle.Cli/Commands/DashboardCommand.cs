using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle dashboard</c>: one HTML file with runs beside the published results.</summary>
internal static class DashboardCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("dashboard", "Writes one HTML file that needs no network: runs of 'bench' beside the published results, or these alone.");
        var folders = new Argument<string[]>("FOLDER") { Description = "Folders that 'bench' wrote.", Arity = ArgumentArity.ZeroOrMore };
        var output = new Option<string>("--output") { Description = "The file.", HelpName = "FILE", DefaultValueFactory = _ => "dashboard.html" };
        var figures = new FigureOptions();
        command.Arguments.Add(folders);
        command.Options.Add(output);
        figures.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var runs = new List<DashboardRun>();
            foreach (var folder in result.GetValue(folders) ?? [])
            {
                var run = await RunArgument.ReadAsync(RunFolder.ReadAsync(folder, figures.Read(result), cancellationToken)).ConfigureAwait(false);

                // Runs of two folders with the same last name could not be told apart on the page.
                runs.Add(runs.Exists(other => other.Name == run.Name) ? run with { Name = folder } : run);
                if (run.Report.Cells.Count == 0)
                {
                    terminal.Error.WriteLine($"Not one request of '{folder}' has ended: the page has no figures of it.");
                }
            }

            var path = Path.GetFullPath(result.GetValue(output)!);
            try
            {
                using var file = File.CreateText(path);
                Dashboard.Write(file, runs);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"{path} can't be written: {exception.Message}");
            }

            terminal.Output.WriteLine(path);
            return ExitCode.Done;
        });
        return command;
    }
}
