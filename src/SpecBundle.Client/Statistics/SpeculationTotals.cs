namespace SpeculativeDecoding;

/// <summary>
/// Sums over many requests, and the ratios of these sums. A ratio of sums weighs every verify step alike, which a mean
/// of the requests' ratios does not. Requests that did not speculate count only as requests. Not thread-safe.
/// </summary>
public sealed class SpeculationTotals
{
    private readonly List<long> _histogram = [];
    private long _ratedAccepted;
    private long _ratedProposed;

    /// <summary>Requests that were added.</summary>
    public int Requests { get; private set; }

    /// <summary>Requests among them whose verify steps and completion tokens are known: the ones that the sums are over.</summary>
    public int SpeculatedRequests { get; private set; }

    /// <summary>Requests with at least one violation.</summary>
    public int RequestsWithViolations { get; private set; }

    /// <summary>Completion tokens of the requests that speculated.</summary>
    public long CompletionTokens { get; private set; }

    /// <summary>Verify steps of the requests that speculated.</summary>
    public long VerifySteps { get; private set; }

    /// <summary>The sum of the histograms: at index k, the verify steps in which exactly k drafts were accepted. Empty where no server sent one.</summary>
    public IReadOnlyList<long> AcceptHistogram => _histogram;

    /// <summary>Completion tokens / verify steps; null where nothing was verified.</summary>
    public double? AcceptLength => VerifySteps > 0 ? (double)CompletionTokens / VerifySteps : null;

    /// <summary>(Completion tokens - one for each request) / verify steps; null where nothing was verified.</summary>
    public double? TokensPerVerifyStep => VerifySteps > 0 ? (double)(CompletionTokens - SpeculatedRequests) / VerifySteps : null;

    /// <summary>Accepted / proposed drafts, over the requests that tell both; null where none does.</summary>
    public double? AcceptRate => _ratedProposed > 0 ? (double)_ratedAccepted / _ratedProposed : null;

    /// <summary>The acceptance at each draft position over all histograms.</summary>
    public IReadOnlyList<DraftPosition> DraftPositions => DraftPosition.FromHistogram(_histogram);

    /// <summary>Adds one request.</summary>
    /// <param name="statistics">What was measured of it.</param>
    public void Add(RequestStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        Requests++;
        RequestsWithViolations += statistics.Violations.Count > 0 ? 1 : 0;
        if (statistics.Speculation is not { CompletionTokens: { } tokens } speculation)
        {
            return;
        }

        SpeculatedRequests++;
        CompletionTokens += tokens;
        VerifySteps += speculation.VerifySteps;
        AddHistogram([.. (speculation.AcceptHistogram ?? []).Select(count => (long)count)]);
        if (speculation is { AcceptedDrafts: { } accepted, ProposedDrafts: { } proposed })
        {
            _ratedAccepted += accepted;
            _ratedProposed += proposed;
        }
    }

    /// <summary>Adds the sums of another run.</summary>
    /// <param name="other">The other sums; they are left as they are.</param>
    public void Add(SpeculationTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Requests += other.Requests;
        SpeculatedRequests += other.SpeculatedRequests;
        RequestsWithViolations += other.RequestsWithViolations;
        CompletionTokens += other.CompletionTokens;
        VerifySteps += other.VerifySteps;
        _ratedAccepted += other._ratedAccepted;
        _ratedProposed += other._ratedProposed;
        AddHistogram([.. other._histogram]);
    }

    private void AddHistogram(IReadOnlyList<long> histogram)
    {
        while (_histogram.Count < histogram.Count)
        {
            _histogram.Add(0);
        }

        for (var accepted = 0; accepted < histogram.Count; accepted++)
        {
            _histogram[accepted] += histogram[accepted];
        }
    }
}
