namespace SpeculativeDecoding;

/// <summary>A plan as a line for a POSIX shell.</summary>
internal static class ShellRendering
{
    public static string Of(LaunchPlan plan)
    {
        var variables = plan.RealEnvironment.Select(variable =>
            $"{variable.Name}={(Secrets.IsSecretVariable(variable.Name) ? $"\"${variable.Name}\"" : ShellQuoting.Quote(variable.Value))} ");
        return string.Concat(variables) + ShellQuoting.Quote(plan.Program) + " " + CommandRows.Join(CommandRows.Of(plan.Tokens));
    }
}
