namespace SpeculativeDecoding.Cli;

/// <summary>An error as people read it: what happened, the evidence, what to do.</summary>
internal static class ErrorView
{
    private const int LogLines = 15;

    public static void Write(Terminal terminal, Exception exception)
    {
        if (exception is LaunchPlanException { Problems: { Count: > 1 } problems } plan)
        {
            Write(terminal, plan, problems);
            return;
        }

        terminal.Error.WriteLine($"specbundle: {OptionNames.Translate(exception.Message)}");
        if (exception is SpecBundleException { Hint: { } hint })
        {
            terminal.Error.WriteLine(OptionNames.Translate(hint));
        }

        var (command, tail) = exception switch
        {
            ServerStartException start => (start.Command, start.LogTail),
            ServerDiedException died => (null, died.LogTail),
            _ => (null, []),
        };
        if (command is not null)
        {
            terminal.Error.WriteLine($"The command was: {command}");
        }

        if (tail.Count > 0)
        {
            terminal.Error.WriteLine("The last lines of its log:");
            foreach (var line in tail.TakeLast(LogLines))
            {
                terminal.Error.WriteLine("  " + line);
            }
        }
    }

    /// <summary>Each problem with its way out; one that several share below the last of them.</summary>
    private static void Write(Terminal terminal, LaunchPlanException plan, IReadOnlyList<PlanProblem> problems)
    {
        terminal.Error.WriteLine($"specbundle: {OptionNames.Translate(plan.Message.Split('\n')[0])}");
        for (var number = 0; number < problems.Count; number++)
        {
            var (problem, isLast) = (problems[number], problems.Skip(number + 1).All(later => later.Remedy != problems[number].Remedy));
            terminal.Error.WriteLine(OptionNames.Translate($"- {problem.Message}"));
            if (isLast)
            {
                terminal.Error.WriteLine(OptionNames.Translate($"  {problem.Remedy}"));
            }
        }
    }
}
