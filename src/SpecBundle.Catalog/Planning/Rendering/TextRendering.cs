using System.Text;

namespace SpeculativeDecoding;

/// <summary>A plan for reading: a row for each flag or variable, with who asks for it and why.</summary>
internal static class TextRendering
{
    public static string Of(LaunchPlan plan)
    {
        var rows = plan.Environment.Select(variable => (Left: $"{variable.Name}={variable.Value}", variable.Source, variable.Reason)).ToList();
        rows.Add((plan.Program, ArgumentSource.Documented, "The program."));
        foreach (var argument in plan.Arguments)
        {
            // A value stands on the row of its flag.
            if (rows[^1] is var last && last.Left.StartsWith('-') && !argument.Value.StartsWith("--", StringComparison.Ordinal) && last.Reason == argument.Reason)
            {
                rows[^1] = last with { Left = $"{last.Left} {(argument.Value == PlanToken.Mask ? argument.Value : ShellQuoting.Quote(argument.Value))}" };
            }
            else
            {
                rows.Add((argument.Value, argument.Source, argument.Reason));
            }
        }

        var width = Math.Min(60, rows.Max(row => row.Left.Length));
        var text = new StringBuilder();
        foreach (var (left, source, reason) in rows)
        {
            text.Append(left.PadRight(width)).Append("  # ").Append(SourceName.Of(source)).Append(": ").Append(reason).Append('\n');
        }

        if (plan.Sizing is { } sizing)
        {
            text.Append("sizing: ").Append(sizing).Append('\n');
        }

        foreach (var note in plan.Notes)
        {
            text.Append("note: ").Append(note).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }
}
