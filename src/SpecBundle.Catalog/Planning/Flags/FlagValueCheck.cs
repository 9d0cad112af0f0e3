namespace SpeculativeDecoding;

/// <summary>Checks the values of a flag: how many there are, and whether they are among its choices.</summary>
internal static class FlagValueCheck
{
    public static bool Accepts(string flag, FlagRow? row, IReadOnlyList<string> values, FlagSet flags, PlanReport report)
    {
        if (row is null)
        {
            return true;
        }

        var problem = row.Values switch
        {
            FlagValues.None when values.Count > 0 => $"{flag} is a switch: it takes no value.",
            FlagValues.One when values.Count == 0 => $"{flag} needs a value.",
            _ => null,
        };
        if (problem is not null)
        {
            report.Problem(problem, row.Values == FlagValues.None ? $"Write {flag} alone, or leave it out." : $"Write {flag} VALUE.");
            return false;
        }

        return !flags.KnowsChoices || row.Choices.Count == 0 || values.All(value => IsChoice(flag, value, row, flags, report));
    }

    private static bool IsChoice(string flag, string value, FlagRow row, FlagSet flags, PlanReport report)
    {
        if (row.Choices.Contains(value))
        {
            return true;
        }

        var shown = flags.SecretVariableOf(flag) is null ? $"'{(value.Length <= 80 ? value : value[..80] + "...")}'" : "that value";
        report.Problem($"{flags.Server} does not take {shown} for {flag}.", $"The nearest: {string.Join(", ", NearestNames.Of(value, row.Choices))}.");
        return false;
    }
}
