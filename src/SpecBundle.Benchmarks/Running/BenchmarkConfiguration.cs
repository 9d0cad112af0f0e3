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

    /// <summary>The run without draft at the same batch, against which speedups are told.</summary>
    internal string Baseline => new BenchmarkConfiguration(Batch, 0, 0, 0).ToString();

    /// <summary>How its server is launched: as asked, with the numbers of this configuration.</summary>
    internal LaunchOptions LaunchOf(BenchmarkOptions options)
    {
        var launch = options.Launch.Clone();
        (launch.Speculation, launch.UseDraft, launch.MaxRunningRequests) = (Speculation, !IsWithoutDraft, Batch);
        return launch;
    }

    /// <summary>Reads <c>1,3,1,4</c>, or <c>1,0,0,0</c> for the run without draft.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="FormatException">It is not four such numbers; the message says which are.</exception>
    public static BenchmarkConfiguration Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parsed = TryParse(text);
        var isSound = parsed is { Batch: > 0 } && (parsed is { Steps: 0, TopK: 0, DraftTokens: 0 } || parsed is { Steps: > 0, TopK: > 0, DraftTokens: > 1 });
        return isSound
            ? parsed!
            : throw new FormatException($"'{text}' is no configuration. Write batch,steps,top-k,draft-tokens, such as 1,3,1,4; or 1,0,0,0 for the run without draft.");
    }

    /// <summary>The four numbers of a record's configuration, whether or not a server could be started with them; null where it is named otherwise.</summary>
    internal static BenchmarkConfiguration? TryParse(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[4];
        return parts.Length == numbers.Length && !parts.Where((part, index) => !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index])).Any()
            ? new BenchmarkConfiguration(numbers[0], numbers[1], numbers[2], numbers[3])
            : null;
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The text; see <see cref="Parse"/>.</param>
    public static implicit operator BenchmarkConfiguration(string text) => Parse(text);

    /// <summary>The text that <see cref="Parse"/> reads, which is the name in records and reports.</summary>
    /// <returns>For example <c>1,3,1,4</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Batch},{Steps},{TopK},{DraftTokens}");
}
