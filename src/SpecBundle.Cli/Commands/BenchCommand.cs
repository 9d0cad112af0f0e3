using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle bench</c>: whether a draft helps, by how much, how sure that is, and which setting is best.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal, string[] serverArguments)
    {
        var command = new Command("bench", "Benchmarks a pair: a server for each configuration, the suite of the release or your own prompts. Arguments for the server follow '--'.");
        var pair = new PairOptions();
        var named = new Option<string?>("--pair") { Description = "The id of a pair, as the argument PAIR.", HelpName = "PAIR" };
        var server = new BenchServerOptions();
        var load = new BenchLoadOptions();
        var folder = new Option<string?>("--output") { Description = "The folder of the results; the same command goes on with an interrupted run there. Default: results/PAIR.", HelpName = "FOLDER" };
        var allow = new Option<bool>("--allow-code-execution") { Description = "Run the programs that models write, in a sandbox without network; without it such answers are not scored." };
        var limits = new LimitOption();
        var json = new Option<bool>("--json") { Description = "summary.json on standard output, and nothing else." };
        pair.AddTo(command);
        command.Options.Add(named);
        server.AddTo(command);
        load.AddTo(command);
        limits.AddTo(command);
        Option[] options = [folder, allow, json];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var gates = limits.Read(result);
            var chosen = result.GetValue(named) is { } id ? Catalog.Find(id) : pair.Find(result);
            var benchmark = new BenchmarkOptions { Pair = chosen };
            server.Read(result, serverArguments, benchmark);
            await load.ReadAsync(result, benchmark, cancellationToken).ConfigureAwait(false);
            benchmark.Folder = result.GetValue(folder) ?? Path.Combine("results", chosen?.Id.Replace('/', '-') ?? "attached");
            benchmark.Programs = result.GetValue(allow) ? await SandboxAsync(cancellationToken).ConfigureAwait(false) : null;
            return await new BenchSession(terminal, benchmark, gates, result.GetValue(json)).RunAsync(cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<IProgramRunner> SandboxAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramSandbox.CreateAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxException exception)
        {
            throw new UsageException($"--allow-code-execution needs a sandbox: {exception.Message}");
        }
    }
}
