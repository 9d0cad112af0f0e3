namespace SpeculativeDecoding;

/// <summary>Which tensor parallel sizes divide the heads of a model.</summary>
internal static class HeadRule
{
    private const int Largest = 16;

    /// <summary>Powers of two that divide the heads, the smallest first.</summary>
    public static IEnumerable<int> Sizes(TargetModel target) =>
        Enumerable.Range(0, 5).Select(power => 1 << power).Where(size => size <= Largest && Objection(target, size) is null);

    /// <summary>Why the size does not divide the heads; null where it does, or the heads are unknown.</summary>
    public static string? Objection(TargetModel target, int size)
    {
        if (target.AttentionHeads is { } heads && heads.Value % size != 0)
        {
            return $"{heads.Value} attention heads cannot be shared out evenly to {size} GPUs.";
        }

        if (target.KeyValueHeads is { } keys && keys.Value % size != 0 && size % keys.Value != 0)
        {
            return $"{keys.Value} KV heads can be neither shared out nor repeated evenly on {size} GPUs.";
        }

        return null;
    }
}
