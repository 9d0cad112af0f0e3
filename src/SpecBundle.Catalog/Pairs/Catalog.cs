namespace SpeculativeDecoding;

/// <summary>The released target/draft pairs.</summary>
public static partial class Catalog
{
    /// <summary>Our own small pair, for machines without a GPU.</summary>
    internal static string Tiny => "tiny";
}
