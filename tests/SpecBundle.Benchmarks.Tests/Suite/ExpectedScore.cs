namespace SpeculativeDecoding.Tests;

/// <summary>One output and what should be read from it; an output of a code task belongs to a row.</summary>
internal sealed record ExpectedScore(string Note, string Output, string? Reference, int? Row, string? Answer, bool? Correct);
