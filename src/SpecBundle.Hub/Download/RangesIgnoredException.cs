namespace SpeculativeDecoding;

/// <summary>A server was asked for a part and sends all. It never leaves the download: the file then comes over one connection.</summary>
internal sealed class RangesIgnoredException() : Exception("The server knows no ranges.");
