namespace SpeculativeDecoding.Embedded;

/// <summary>A file of <c>flag-name: value</c> lines, the part of YAML that launchers write. Comments and quotes are understood.</summary>
internal static class ConfigFile
{
    public static Dictionary<string, string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlagUsageException($"argument {FlagTable.Config}: cannot read '{path}': {exception.Message}");
        }

        return Parse(lines, path);
    }

    public static Dictionary<string, string> Parse(IEnumerable<string> lines, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in lines)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#' || line == "---")
            {
                continue;
            }

            // The value may be a secret: a message shows the place, never the line.
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || char.IsWhiteSpace(raw[0]))
            {
                throw new FlagUsageException($"argument {FlagTable.Config}: '{path}' line {number} is not 'name: value'");
            }

            var name = "--" + line[..colon].Trim().Replace('_', '-');
            var flag = FlagTable.All.FirstOrDefault(flag => flag.Names.Contains(name))
                ?? throw new FlagUsageException($"unrecognized arguments: {name}");
            var value = Unquoted(line[(colon + 1)..].Trim());
            if (flag.Kind == FlagKind.Switch)
            {
                if (value is "true" or "True" or "")
                {
                    values[flag.Name] = "true";
                }

                continue;
            }

            values[flag.Name] = FlagParser.Checked(flag, value);
        }

        return values;
    }

    private static string Unquoted(string value)
    {
        if (value.Length >= 2 && value[0] is ('"' or '\''))
        {
            var end = value.IndexOf(value[0], 1);
            return end < 0 ? value : value[1..end];
        }

        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
