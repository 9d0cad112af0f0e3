namespace SpeculativeDecoding.Benchmarks;

/// <summary>How much is read of a file that somebody else made, so that none fills the memory.</summary>
internal static class DataLimits
{
    /// <summary>A longer file is not read, in bytes.</summary>
    public const long LongestFile = 16_000_000_000;

    /// <summary>A longer row is not read, in bytes: the tests of a LiveCodeBench problem are tens of megabytes.</summary>
    public const int LongestRow = 128_000_000;

    /// <summary>A longer row of a prompt file or a line of <c>requests.jsonl</c> is not read, in bytes.</summary>
    public const int LongestPrompt = 32_000_000;

    /// <summary>A row of more values is not read: each takes memory of its own.</summary>
    public const int MostValues = 2_000_000;

    /// <summary>A table of more columns is not read.</summary>
    public const int MostColumns = 10_000;

    /// <summary>A file of more prompts is not read.</summary>
    public const int MostPrompts = 250_000;

    // What text compresses to is a tenth or a twentieth; a file that was made to fill a disk, a thousandth.
    private const long MostExpansion = 100;

    // So much any file may unpack to, however small it is.
    private const long Grace = 32_000_000;

    /// <summary>Whether a file brings so much more than its own length that it was made for that.</summary>
    public static bool IsBomb(long brought, long packed) => brought > Grace && brought / MostExpansion > packed;

    /// <summary>Says so in one sentence.</summary>
    public static DatasetException Bomb(string name) => new($"{name}: it unpacks to more than {MostExpansion} times its size, which no data do; unpack it, and look at what is in it.");
}
