namespace SpeculativeDecoding;

/// <summary>Chooses the flags for a release of SGLang, also for one that was not looked at.</summary>
internal static class SglangFlags
{
    public static FlagSet Of(string? version)
    {
        var table = FlagTable.Sglang;
        if (version is null)
        {
            return Set(table, $"SGLang {table.Newest}", [table.Newest],
                $"The installed SGLang is not known: the plan is for {table.Newest}. Name another release with PlanOptions.SglangVersion.");
        }

        if (SglangRelease.TryParse(version) is not { } release)
        {
            return Set(table, $"SGLang {version}", [table.Newest],
                $"'{version}' is no release number: the arguments were checked against {table.Newest}, and unknown ones let through.", letsUnknownThrough: true);
        }

        if (table.Releases.Contains(release))
        {
            return Set(table, $"SGLang {release}", [release], note: null);
        }

        return Unseen(table, version, release);
    }

    private static FlagSet Unseen(FlagTable table, string version, SglangRelease release)
    {
        SglangRelease[] below = [.. table.Releases.Where(known => known.CompareTo(release) < 0).TakeLast(1)];
        SglangRelease[] above = [.. table.Releases.Where(known => known.CompareTo(release) > 0).Take(1)];
        SglangRelease[] nearest = [.. below, .. above];
        return Set(table, $"SGLang {version}", nearest,
            $"SGLang {version} was not looked at: the arguments were checked against {string.Join(" and ", nearest)}.",
            letsUnknownThrough: nearest.Length == 1);
    }

    private static FlagSet Set(FlagTable table, string server, SglangRelease[] releases, string? note, bool letsUnknownThrough = false)
    {
        bool Reaches(SglangRelease first) => Array.Exists(releases, release => release.CompareTo(first) >= 0);
        return new(server, table.Rows.Values.Where(row => Array.Exists(releases, row.IsIn)), table.Rows)
        {
            Note = note,
            LetsUnknownThrough = letsUnknownThrough,
            HasAlgorithm = algorithm => algorithm.FirstRelease is not { } first || Reaches(first),
            Reaches = Reaches,
            IsSure = row => Array.TrueForAll(releases, row.IsIn),
            KnowsChoices = releases is [var only] && only == table.Newest && !letsUnknownThrough,
        };
    }
}
