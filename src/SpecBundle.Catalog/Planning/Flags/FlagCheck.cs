namespace SpeculativeDecoding;

/// <summary>Says what is wrong with a flag before a server has to, behind its usage text.</summary>
internal static class FlagCheck
{
    /// <summary>The flag's full name where the server has it or it is let through; null after a problem was reported.</summary>
    public static string? Resolve(string flag, FlagSet flags, PlanReport report)
    {
        if (flags.Find(flag) is { } row)
        {
            if (row.IsDeprecated && flags.Successors.Of(flag) is { } successor && flags.Has(successor.New))
            {
                report.Note($"{flag} is deprecated in {flags.Server}; write {successor.Advice}.");
            }

            return flag;
        }

        if (flag is "--tp" or "--dp" && flags.Has(flag + "-size"))
        {
            report.Note($"{flag} is an abbreviation, not a flag of its own: it was written out as {flag}-size.");
            return flag + "-size";
        }

        if (flags.Elsewhere.ContainsKey(flag))
        {
            ReportMissing(flag, flags, report);
        }
        else if (flags.Names.Where(name => name.StartsWith(flag, StringComparison.Ordinal)).ToList() is { Count: > 0 } whole)
        {
            ReportAbbreviation(flag, whole, report);
        }
        else if (flags.LetsUnknownThrough)
        {
            return LetThrough(flag, flags, report);
        }
        else
        {
            ReportMissing(flag, flags, report);
        }

        return null;
    }

    /// <summary>Says that a server lacks a flag, when SGLang has or had it, and what to write instead.</summary>
    public static void ReportMissing(string flag, FlagSet flags, PlanReport report)
    {
        if (flags.Elsewhere.GetValueOrDefault(flag) is not { } row)
        {
            report.Problem($"{flags.Server} has no flag {Shown(flag)}.", $"The nearest: {Nearest(flag, flags)}.");
            return;
        }

        var seen = row.Last is { } last ? $"it was seen from {row.First} to {last}" : $"it was seen from {row.First} on";
        var earlier = flags.Successors.EarlierNamesOf(row.Name).FirstOrDefault(flags.Has);
        var remedy = flags.Successors.Of(row.Name) is { } successor && flags.Has(successor.New) ? $"Write {successor.Advice}."
            : earlier is not null ? $"Write {earlier}, its name in {flags.Server}."
            : row.Last is null ? "Leave it out, or use a release of SGLang that has it."
            : $"Leave it out; no successor is recorded. The nearest: {Nearest(row.Name, flags)}.";
        report.Problem($"{flags.Server} does not have {row.Name}: {seen} in SGLang.", remedy);
    }

    private static void ReportAbbreviation(string flag, List<string> whole, PlanReport report) =>
        report.Problem(
            $"{Shown(flag)} is an abbreviation of {string.Join(", ", whole.Order(StringComparer.Ordinal).Take(5))}, which breaks as soon as a release adds another flag.",
            whole.Count == 1 ? $"Write {whole[0]}." : "Write the one you mean in full.");

    private static string LetThrough(string flag, FlagSet flags, PlanReport report)
    {
        report.Note($"{Shown(flag)} is in no release that was looked at, and was let through. The nearest known: {Nearest(flag, flags)}.");
        return flag;
    }

    private static string Nearest(string flag, FlagSet flags) => string.Join(", ", NearestNames.Of(flag, flags.Names));

    private static string Shown(string flag) => flag.Length <= 80 ? flag : flag[..80] + "...";
}
