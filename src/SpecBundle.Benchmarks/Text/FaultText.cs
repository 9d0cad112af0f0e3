namespace SpeculativeDecoding.Benchmarks;

/// <summary>What a reader says of a fault, as part of a sentence of ours. It may quote the file, line ends and escapes too.</summary>
internal static class FaultText
{
    public static string Of(Exception fault) => Printable.Of(fault.Message.ReplaceLineEndings(" ")).TrimEnd('.');
}
