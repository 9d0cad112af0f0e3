using System.CommandLine;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle compare A B</c>: what changed between two runs of <c>bench</c>, with the paired interval.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("compare", "Tells what changed between two runs of 'bench', on the prompts that finished in both.");
        var before = new Argument<string>("A") { Description = "The folder of the first run." };
        var after = new Argument<string>("B") { Description = "The folder of the second run." };
        var limits = new LimitOption();
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        command.Arguments.Add(before);
        command.Arguments.Add(after);
        command.Options.Add(json);
        limits.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var gates = limits.Read(result);
            var first = await ReadAsync(result.GetValue(before)!, cancellationToken).ConfigureAwait(false);
            var second = await ReadAsync(result.GetValue(after)!, cancellationToken).ConfigureAwait(false);
            var comparison = BenchmarkComparison.Of(first, second);
            CompareView.Write(terminal, comparison, result.GetValue(json));
            if (comparison.Cells.Count == 0)
            {
                terminal.Error.WriteLine("The runs have no configuration and workload in common.");
                return ExitCode.Failed;
            }

            return gates.Count > 0 && LimitOption.Report(terminal, gates, BenchmarkReport.From(second), comparison) ? ExitCode.LimitBroken : ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<RequestRecord>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Directory.Exists(folder) ? Path.Combine(folder, "requests.jsonl") : folder;
        try
        {
            return (await RequestLog.ReadAsync(path, cancellationToken).ConfigureAwait(false)).Records;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RequestLogException)
        {
            throw new UsageException($"{path} can't be read: {exception.Message} Name the folder that 'bench' wrote (--output).");
        }
    }
}
