using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What one server is started with: <c>batch,steps,top-k,draft tokens</c>, as the suite of the release writes it.</summary>
/// <param name="Batch">Requests at once; the server runs no more.</param>
/// <param name="Steps">Draft steps per verify step; 0 for the run without draft.</param>
/// <param name="TopK">Branches per draft step; 0 without draft.</param>
/// <param name="DraftTokens">Tokens verified per verify step; 0 without draft.</param>
public sealed record BenchmarkConfiguration(int Batch, int Steps, int TopK, int DraftTokens)
{
    /// <summary>Whether the target runs alone.</summary>
    public bool IsWithoutDraft => Steps == 0;

    /// <summary>The numbers of speculation; null without draft.</summary>
    public SpeculationSettings? Speculation => IsWithoutDraft ? null : new SpeculationSettings(Steps, TopK, DraftTokens);

    /// <summary>Reads <c>1,3,1,4</c>, or <c>1,0,0,0</c> for the run without draft.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="FormatException">It is not four such numbers; the message says which are.</exception>
    public static BenchmarkConfiguration Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parsed = ConfigurationName.Parse(text) is { } name ? new BenchmarkConfiguration(name.Batch, name.Steps, name.TopK, name.DraftTokens) : null;
        var isSound = parsed is { Batch: > 0 } && (parsed is { Steps: 0, TopK: 0, DraftTokens: 0 } || parsed is { Steps: > 0, TopK: > 0, DraftTokens: > 1 });
        return isSound
            ? parsed!
            : throw new FormatException($"'{text}' is no configuration. Write batch,steps,top-k,draft-tokens, such as 1,3,1,4; or 1,0,0,0 for the run without draft.");
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The text; see <see cref="Parse"/>.</param>
    public static implicit operator BenchmarkConfiguration(string text) => Parse(text);

    /// <summary>The text that <see cref="Parse"/> reads, which is the name in records and reports.</summary>
    /// <returns>For example <c>1,3,1,4</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Batch},{Steps},{TopK},{DraftTokens}");
}
