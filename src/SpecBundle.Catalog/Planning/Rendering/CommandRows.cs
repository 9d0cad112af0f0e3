namespace SpeculativeDecoding;

/// <summary>The command line in rows, a flag with its values on each, as the model cards write it.</summary>
internal static class CommandRows
{
    public static string Join(IEnumerable<string> rows) => string.Join(" \\\n    ", rows);

    public static IEnumerable<string> Of(IEnumerable<PlanToken> tokens)
    {
        var row = new List<string>();
        foreach (var token in tokens)
        {
            if (token.Value.StartsWith("--", StringComparison.Ordinal) && token.SecretVariable is null && row.Count > 0)
            {
                yield return string.Join(' ', row);
                row.Clear();
            }

            row.Add(ShellQuoting.Quote(token));
        }

        yield return string.Join(' ', row);
    }
}
