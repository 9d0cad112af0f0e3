using System.CommandLine;

namespace SpeculativeDecoding.Cli;

/// <summary><c>specbundle plan</c>: what would be started, each argument with its reason.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal, string[] serverArguments)
    {
        var command = new Command("plan", "Shows the command that would be started, with the reason of each argument. Arguments for the server follow '--'.");
        var pair = new PairOptions();
        var server = new ServerOptions();
        var documented = new Option<bool>("--documented") { Description = "The documented command of the release alone, in its order." };
        var format = new Option<string?>("--format") { Description = "shell, docker or json instead of the annotated plan.", HelpName = "shell|docker|json" };
        format.AcceptOnlyFromAmong("shell", "docker", "json");
        var version = new Option<string?>("--sglang-version") { Description = "Plan for this SGLang release, installed here or not.", HelpName = "VERSION" };
        var check = new Option<bool>("--check") { Description = "Ask the Hub too: whether both models may be read, fit each other and the disk; the plan is then for their newest commits." };
        pair.AddTo(command);
        server.AddTo(command);
        command.Options.Add(documented);
        command.Options.Add(format);
        command.Options.Add(version);
        command.Options.Add(check);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = server.Read(result, serverArguments);
            options.SglangVersion = result.GetValue(version);
            var wanted = pair.Require(result);
            if (result.GetValue(check))
            {
                // On standard error: what is planned alone is the output.
                var pull = await SpecBundle.PlanPullAsync(wanted, new PullOptions { UseDraft = options.UseDraft }, cancellationToken).ConfigureAwait(false);
                PullView.Write(terminal.Error, wanted, pull);
                if (!pull.Fits)
                {
                    return ExitCode.Failed;
                }
            }

            var plan = await PlanAsync(wanted, options, isForElsewhere: result.GetValue(documented) || options.SglangVersion is not null || result.GetValue(format) == "docker", cancellationToken).ConfigureAwait(false);
            Write(terminal, result.GetValue(documented) ? plan.Documented() : plan, result.GetValue(format), result.GetValue(documented));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>What is for another machine or time does not depend on who holds the GPUs of this one now.</summary>
    private static async Task<LaunchPlan> PlanAsync(ModelPair pair, LaunchOptions options, bool isForElsewhere, CancellationToken cancellationToken)
    {
        try
        {
            return await SpecBundle.PlanAsync(pair, options, cancellationToken).ConfigureAwait(false);
        }
        catch (GpuUnavailableException) when (isForElsewhere)
        {
            return LaunchPlan.Create(pair, options, new LaunchMachine());
        }
    }

    private static void Write(Terminal terminal, LaunchPlan plan, string? format, bool documented)
    {
        switch (format)
        {
            case "json": terminal.Output.WriteJson(plan.ToJson()); break;
            case "docker": terminal.Output.WriteLine(plan.ToDocker()); break;
            case "shell": terminal.Output.WriteLine(plan.ToShell()); break;
            case null when documented: terminal.Output.WriteLine(plan.ToShell()); break;
            default: PlanView.Write(terminal, plan); break;
        }
    }
}
