namespace SpeculativeDecoding;

/// <summary>The known names nearest to a misspelt one.</summary>
internal static class NearestNames
{
    private const int Longest = 128;

    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int count = 3)
    {
        var wanted = (name.Length > Longest ? name[..Longest] : name).ToLowerInvariant();
        var ranked = known.Distinct(StringComparer.Ordinal)
            .Select(candidate => (Name: candidate, Distance: Distance(wanted, candidate.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .ToList();
        var near = ranked.Where(candidate => candidate.Distance <= Math.Max(2, candidate.Name.Length / 3)).Take(count).ToList();
        return [.. (near.Count > 0 ? near : ranked.Take(count)).Select(candidate => candidate.Name)];
    }

    /// <summary>Insertions, deletions and replacements between two texts; a swap of neighbours counts one.</summary>
    public static int Distance(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            distances[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            distances[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = distances[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[left.Length, right.Length];
    }
}
