namespace SpeculativeDecoding;

/// <summary>Which usual GPUs a model would fit, for the error that it does not fit these.</summary>
internal static class FittingHardware
{
    private static readonly int[] UsualGigabytes = [24, 48, 80, 96, 141, 192, 288];

    public static string Describe(SizeEstimate estimate)
    {
        var fits = UsualGigabytes
            .Select(gigabytes => (gigabytes, size: HeadRule.Sizes(estimate.Target).FirstOrDefault(size => estimate.For(size, new Gpu { Name = "", MemoryBytes = (long)gigabytes << 30 })!.Fits)))
            .Where(option => option.size > 0)
            .DistinctBy(option => option.size)
            .Select(option => $"{option.size} of {option.gigabytes} GB")
            .ToList();
        return fits.Count == 0 ? "It fits no single machine of up to 16 usual GPUs." : $"It fits GPUs such as {string.Join(", ", fits)}.";
    }
}
