namespace SpeculativeDecoding;

/// <summary>The bounds of a render, and its clock.</summary>
public sealed class JinjaOptions
{
    /// <summary>The most steps that a render may take: each expression and statement is one, and each sixteen characters or items that are made on the way another.</summary>
    /// <value>The default value is 20,000,000, some seconds of work; a chat template takes some thousands.</value>
    public long MostSteps { get; set; } = 20_000_000;

    /// <summary>The most characters that a render, or any text on the way to it, may have.</summary>
    /// <value>The default value is 67,108,864.</value>
    public int MostCharacters { get; set; } = 64 << 20;

    /// <summary>What <c>strftime_now</c> tells; the time is the local one.</summary>
    /// <value>The default value is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
