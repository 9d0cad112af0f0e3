using System.Globalization;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads a command line as Python's argparse does: <c>--name value</c>, <c>--name=value</c>, unambiguous abbreviations.</summary>
internal static class FlagParser
{
    /// <summary>The values given, keyed by each flag's first name; a switch has the value "true".</summary>
    public static Dictionary<string, string> Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var unrecognized = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals < 0 ? argument : argument[..equals];
            if (Find(name) is not { } flag)
            {
                unrecognized.Add(argument);
                continue;
            }

            var attached = equals < 0 ? null : argument[(equals + 1)..];
            if (flag.Kind == FlagKind.Switch)
            {
                if (attached is not null)
                {
                    throw new FlagUsageException($"argument {flag.Label}: ignored explicit argument '{attached}'");
                }

                values[flag.Name] = "true";
            }
            else if (attached is not null || (i + 1 < arguments.Count && IsValue(arguments[i + 1])))
            {
                values[flag.Name] = Checked(flag, attached ?? arguments[++i]);
            }
            else
            {
                throw new FlagUsageException($"argument {flag.Label}: expected one argument");
            }
        }

        return unrecognized.Count == 0
            ? values
            : throw new FlagUsageException("unrecognized arguments: " + string.Join(' ', unrecognized));
    }

    /// <summary>The flag of that name, or of that unambiguous beginning of a name.</summary>
    public static Flag? Find(string name)
    {
        if (FlagTable.All.FirstOrDefault(flag => flag.Names.Contains(name)) is { } exact)
        {
            return exact;
        }

        if (!name.StartsWith("--", StringComparison.Ordinal) || name.Length == 2)
        {
            return null;
        }

        var longer = FlagTable.All.SelectMany(flag => flag.Names.Select(full => (Flag: flag, Full: full)))
            .Where(candidate => candidate.Full.StartsWith(name, StringComparison.Ordinal)).ToList();
        return longer.Select(candidate => candidate.Flag).Distinct().Count() switch
        {
            0 => null,
            1 => longer[0].Flag,
            _ => throw new FlagUsageException(
                $"ambiguous option: {name} could match {string.Join(", ", longer.Select(candidate => candidate.Full))}"),
        };
    }

    public static string Checked(Flag flag, string value)
    {
        if (flag.Kind == FlagKind.Integer && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw new FlagUsageException($"argument {flag.Label}: invalid int value: '{value}'");
        }

        if (flag.Kind == FlagKind.Number && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            throw new FlagUsageException($"argument {flag.Label}: invalid float value: '{value}'");
        }

        return flag.Choices is null || flag.Choices.Contains(value)
            ? value
            : throw new FlagUsageException(
                $"argument {flag.Label}: invalid choice: '{value}' (choose from {string.Join(", ", flag.Choices.Select(choice => $"'{choice}'"))})");
    }

    // A negative number is a value; anything else that begins with a dash is meant as a flag.
    private static bool IsValue(string argument) =>
        argument.Length == 0 || argument[0] != '-' || argument == "-" || double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
