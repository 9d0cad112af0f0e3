using System.Globalization;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>What one server is started with: <c>batch,steps,top-k,draft tokens</c>, as the suite of the release writes it.</summary>
public sealed record BenchmarkConfiguration
{
    internal const string Shape = "Write batch,steps,top-k,draft-tokens, such as 1,3,1,4; or 1,0,0,0 for the run without draft.";

    /// <summary>Requests that run at once, 1 or more: the server runs no more (<see cref="PlanOptions.MaxRunningRequests"/>).</summary>
    /// <value>The default value is 1.</value>
    public int BatchSize { get; init; } = 1;

    /// <summary>Draft steps per verify step; 0 for the run without draft.</summary>
    /// <value>The default value is 0.</value>
    public int Steps { get; init; }

    /// <summary>Branches per draft step; 0 without draft.</summary>
    /// <value>The default value is 0.</value>
    public int TopK { get; init; }

    /// <summary>Tokens verified per verify step; 0 without draft.</summary>
    /// <value>The default value is 0.</value>
    public int DraftTokens { get; init; }

    /// <summary>Whether a draft is used; false where the target runs alone.</summary>
    public bool UsesDraft => Steps > 0;

    /// <summary>The numbers of speculation; null without draft.</summary>
    public SpeculationSettings? Speculation => UsesDraft ? new SpeculationSettings(Steps, TopK, DraftTokens) : null;

    /// <summary>The run without draft at the same batch, against which speedups are told.</summary>
    internal string Baseline => new BenchmarkConfiguration { BatchSize = BatchSize }.ToString();

    /// <summary>Whether the numbers can be meant. What a release makes of them is for the plan of its server to say.</summary>
    internal bool IsSound => BatchSize > 0 && this is ({ Steps: 0, TopK: 0, DraftTokens: 0 } or { Steps: > 0, TopK: > 0, DraftTokens: > 1 });

    /// <summary>Reads <c>1,3,1,4</c>, or <c>1,0,0,0</c> for the run without draft.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="FormatException">It is not four such numbers; the message says what to write.</exception>
    public static BenchmarkConfiguration Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) is { IsSound: true } parsed ? parsed : throw new FormatException($"'{text}' is no configuration. {Shape}");
    }

    /// <summary>The four numbers of a record's configuration, whether or not a server could be started with them; null where it is named otherwise.</summary>
    internal static BenchmarkConfiguration? TryParse(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[4];
        return parts.Length == numbers.Length && !parts.Where((part, index) => !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index])).Any()
            ? new BenchmarkConfiguration { BatchSize = numbers[0], Steps = numbers[1], TopK = numbers[2], DraftTokens = numbers[3] }
            : null;
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The text; see <see cref="Parse"/>.</param>
    public static implicit operator BenchmarkConfiguration(string text) => Parse(text);

    /// <summary>How its server is launched: as asked, with the numbers of this configuration.</summary>
    internal LaunchOptions LaunchOf(LaunchOptions options)
    {
        var launch = options.Clone();
        (launch.Speculation, launch.UseDraft, launch.MaxRunningRequests) = (Speculation, UsesDraft, BatchSize);
        return launch;
    }

    /// <summary>The text that <see cref="Parse"/> reads, which is the name in records and reports.</summary>
    /// <returns>For example <c>1,3,1,4</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BatchSize},{Steps},{TopK},{DraftTokens}");
}
