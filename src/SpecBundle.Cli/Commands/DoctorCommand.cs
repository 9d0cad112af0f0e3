using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle doctor</c>: each check with its outcome and remedy.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", "Checks what this machine has and lacks, for all pairs or for one, and says how to mend it.");
        var pair = new PairOptions();
        var server = new ServerOptions();
        var json = new Option<bool>("--json") { Description = "One JSON object instead of the list." };
        pair.AddTo(command);
        server.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (result, cancellationToken) =>
        {
            var report = await SpecBundle.DiagnoseAsync(pair.Find(result), server.Read(result, []), cancellationToken).ConfigureAwait(false);
            if (result.GetValue(json))
            {
                DoctorView.WriteJson(terminal, report);
            }
            else
            {
                DoctorView.Write(terminal, report);
            }

            return report.Checks.Any(check => check.Outcome == DoctorOutcome.Failed) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }
}
