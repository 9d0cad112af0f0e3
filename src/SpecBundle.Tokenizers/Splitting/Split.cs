namespace SpeculativeDecoding;

/// <summary>One way in which text falls into pieces.</summary>
/// <param name="Pattern">A regular expression in the dialect of the tokenizer's file.</param>
/// <param name="RemovesMatches">What matches is no piece but a separator.</param>
internal sealed record Split(string Pattern, bool RemovesMatches = false);
