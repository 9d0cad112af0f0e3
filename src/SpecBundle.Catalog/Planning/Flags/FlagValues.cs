namespace SpeculativeDecoding;

/// <summary>How many values a flag takes.</summary>
internal enum FlagValues
{
    None,
    One,
    Any,
}
