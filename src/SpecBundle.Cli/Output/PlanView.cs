using Spectre.Console;

namespace SpeculativeDecoding.Cli;

/// <summary>A launch plan as people read it: each argument with its reason, the launcher's additions marked.</summary>
internal static class PlanView
{
    public static void Write(Terminal terminal, LaunchPlan plan)
    {
        var output = terminal.Output;
        output.WriteLine($"{plan.Pair.Id} on {(plan.Engine == LaunchEngine.Sglang ? $"SGLang {plan.SglangVersion ?? "(version unknown)"}" : "the embedded engine")}");
        output.WriteLine();
        var rows = Rows(plan).ToList();
        var width = rows.Max(row => row.Text.Length);
        foreach (var (mark, text, reason) in rows)
        {
            output.WriteLine($"{mark} {text.PadRight(width)}  {reason}".TrimEnd());
        }

        output.WriteLine();
        output.WriteLine("+ added by the launcher, * recommended for this pair, ! asked for by you; unmarked: the documented command.");
        if (plan.GpuChoice is { } choice)
        {
            output.WriteLine();
            output.WriteLine(choice.Reason);
        }

        if (plan.Sizing is { } sizing)
        {
            output.WriteLine();
            output.WriteLine(sizing.ToString());
        }

        foreach (var note in plan.Notes)
        {
            output.WriteLine();
            output.WriteLine($"Note: {OptionNames.Translate(note)}");
        }
    }

    private static IEnumerable<(char Mark, string Text, string Reason)> Rows(LaunchPlan plan)
    {
        foreach (var variable in plan.Environment)
        {
            yield return (Mark(variable.Source), $"{variable.Name}={variable.Value}", variable.Reason);
        }

        yield return (' ', plan.Program, "");
        for (var i = 0; i < plan.Arguments.Count; i++)
        {
            // A flag and its value are one line: they have one reason.
            var (argument, text) = (plan.Arguments[i], plan.Arguments[i].Value);
            while (i + 1 < plan.Arguments.Count && argument.Value.StartsWith('-') && !IsFlag(plan.Arguments[i + 1].Value))
            {
                text += " " + plan.Arguments[++i].Value;
            }

            yield return (Mark(argument.Source), "  " + text, argument.Reason);
        }
    }

    private static bool IsFlag(string value) => value.Length > 1 && value[0] == '-' && !char.IsAsciiDigit(value[1]);

    private static char Mark(ArgumentSource source) => source switch
    {
        ArgumentSource.Launcher => '+',
        ArgumentSource.Pair => '*',
        ArgumentSource.User => '!',
        _ => ' ',
    };
}
