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
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        var figures = new FigureOptions();
        var limits = new LimitOption();
        command.Arguments.Add(before);
        command.Arguments.Add(after);
        command.Options.Add(json);
        figures.AddTo(command);
        limits.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = figures.Read(result);
            var gates = limits.Read(result, options.ServiceLevels is not null, isComparison: true);
            var (first, second) = (result.GetValue(before)!, result.GetValue(after)!);
            if (RunArgument.AreSame(first, second))
            {
                throw new UsageException($"'{first}' and '{second}' are the same run: nothing can have changed. Name two.");
            }

            var requests = await ReadAsync(first, cancellationToken).ConfigureAwait(false);
            var otherRequests = await ReadAsync(second, cancellationToken).ConfigureAwait(false);
            var (records, others) = (requests.Records, otherRequests.Records);
            string[] notes = [.. requests.Notes.Select(note => $"{first}: {note}"), .. otherRequests.Notes.Select(note => $"{second}: {note}"), .. await SpeedDoubts.OfAsync(first, records, cancellationToken).ConfigureAwait(false), .. await SpeedDoubts.OfAsync(second, others, cancellationToken).ConfigureAwait(false)];
            var comparison = BenchmarkComparison.Of(records, others, options);
            var differences = await RunFolder.DifferencesAsync(first, second, cancellationToken).ConfigureAwait(false);
            CompareView.Write(terminal, comparison, differences, notes, result.GetValue(json));
            LeftOut.Write(terminal, comparison, (first, records), (second, others));
            return comparison.Cells.All(cell => cell.Requests == 0) ? ExitCode.Failed
                : gates.Count > 0 && LimitOption.Report(terminal, gates, BenchmarkReport.From(others, options), comparison, BenchmarkReport.From(records, options)) ? ExitCode.LimitBroken
                : ExitCode.Done;
        });
        return command;
    }

    private static async Task<RequestLogContents> ReadAsync(string folder, CancellationToken cancellationToken) =>
        await RunArgument.ReadAsync(RunFolder.ReadRequestsAsync(folder, cancellationToken)).ConfigureAwait(false) is { Records.Count: > 0 } requests
            ? requests
            : throw new UsageException($"Not one request of '{folder}' has ended: there is nothing to compare.");
}
