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
        var workloads = new BenchWorkloadOptions();
        var load = new BenchLoadOptions();
        var folder = new Option<string?>("--output") { Description = "The folder of the results; the same command goes on with an interrupted run there. Default: results/PAIR.", HelpName = "FOLDER" };
        var json = new Option<bool>("--json") { Description = "summary.json on standard output, and nothing else." };
        var figures = new FigureOptions();
        var limits = new LimitOption();
        var allow = new Option<bool>("--allow-code-execution") { Description = "Run the programs that models write, in a sandbox without network; without it such answers are not scored." };
        var python = new Option<string?>("--program-python") { Description = "The Python that these programs run in, with the packages they may import. Default: that of --python where it is given, else the system's.", HelpName = "PATH" };
        var server = new BenchServerOptions();

        // In the order in which --help tells them: what, how, the report, the server.
        pair.AddTo(command);
        command.Options.Add(named);
        workloads.AddTo(command);
        load.AddTo(command);
        command.Options.Add(folder);
        command.Options.Add(json);
        figures.AddTo(command);
        limits.AddTo(command);
        command.Options.Add(allow);
        command.Options.Add(python);
        server.AddTo(command);

        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(python) is not null && !result.GetValue(allow))
            {
                throw new UsageException("--program-python is for the programs that models write, which run with --allow-code-execution alone.");
            }

            var benchmark = new BenchmarkOptions { Report = figures.Read(result) };
            var gates = limits.Read(result, benchmark.Report.ServiceLevels is not null, isComparison: false);
            server.Read(result, serverArguments, benchmark);
            benchmark.Pair = PairOf(result, pair, result.GetValue(named), benchmark.Attach is not null);
            load.Read(result, workloads.IsTrace(result), benchmark);
            await workloads.ReadAsync(result, benchmark, cancellationToken).ConfigureAwait(false);
            LimitOption.Check(gates, [.. benchmark.Workloads.Select(workload => workload.Workload.Name)]);
            benchmark.Folder = result.GetValue(folder) ?? Path.Combine("results", benchmark.Pair?.Id.Replace('/', '-') ?? "attached");
            if (File.Exists(benchmark.Folder))
            {
                throw new UsageException($"--output is a folder, and '{benchmark.Folder}' is a file.");
            }

            await CheckPlansAsync(benchmark, cancellationToken).ConfigureAwait(false);
            benchmark.Programs = result.GetValue(allow) ? await SandboxAsync(result.GetValue(python) ?? benchmark.Launch.Python, cancellationToken).ConfigureAwait(false) : null;
            using var log = server.OpenLog(result, terminal, benchmark);
            return await new BenchSession(terminal, benchmark, gates, result.GetValue(json)).RunAsync(cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static ModelPair? PairOf(ParseResult result, PairOptions pair, string? named, bool isAttached)
    {
        var found = pair.Find(result);
        return (found, named, isAttached) switch
        {
            (not null, not null, _) => throw new UsageException("Name the pair once: as PAIR, with --pair, or with --target and --draft."),
            (null, { } id, _) => Catalog.Find(id),
            (null, null, false) => pair.Require(result),
            _ => found,
        };
    }

    /// <summary>What can't be started so is told before anything is; GPUs that are only taken may be waited for.</summary>
    private static async Task CheckPlansAsync(BenchmarkOptions benchmark, CancellationToken cancellationToken)
    {
        try
        {
            await Benchmark.PlanAsync(benchmark, cancellationToken).ConfigureAwait(false);
        }
        catch (GpuUnavailableException) when (benchmark.Launch.WaitForGpu != TimeSpan.Zero)
        {
            // The launch waits, with progress.
        }
    }

    private static async Task<IProgramRunner> SandboxAsync(string? python, CancellationToken cancellationToken)
    {
        try
        {
            return await ProgramSandbox.CreateAsync(new SandboxOptions { PythonPath = python }, cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxException exception)
        {
            throw new UsageException($"--allow-code-execution needs a sandbox{(python is null ? "" : $" for {python} (--program-python names another)")}: {exception.Message}");
        }
    }
}
