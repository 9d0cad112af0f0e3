using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>
/// The speculative fields of <c>meta_info</c> in their three generations of names. The newest that is present counts,
/// whatever the order in which they come.
/// </summary>
internal sealed class SpeculationCounters(LeftOut leftOut)
{
    private Named<int?> _accepted;
    private Named<int?> _proposed;
    private Named<int[]?> _histogram;
    private int? _verifySteps;
    private double? _acceptLength;
    private double? _acceptRate;

    /// <summary>Reads the value of a property that begins with <c>spec_</c>; the reader stands at its name, and ends at the value's end.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("spec_verify_ct"u8))
        {
            _verifySteps = JsonValue.ReadCount(ref reader, leftOut) ?? _verifySteps;
        }
        else if (reader.ValueTextEquals("spec_accept_length"u8))
        {
            _acceptLength = JsonValue.ReadNumber(ref reader, leftOut);
        }
        else if (reader.ValueTextEquals("spec_accept_rate"u8))
        {
            _acceptRate = JsonValue.ReadNumber(ref reader, leftOut);
        }
        else if (reader.ValueTextEquals("spec_num_correct_drafts"u8))
        {
            _accepted.Offer(JsonValue.ReadCount(ref reader, leftOut), generation: 3);
        }
        else if (reader.ValueTextEquals("spec_accepted_drafts"u8))
        {
            _accepted.Offer(JsonValue.ReadCount(ref reader, leftOut), generation: 2);
        }
        else if (reader.ValueTextEquals("spec_accept_token_num"u8))
        {
            _accepted.Offer(JsonValue.ReadCount(ref reader, leftOut), generation: 1);
        }
        else if (reader.ValueTextEquals("spec_num_proposed_drafts"u8))
        {
            _proposed.Offer(JsonValue.ReadCount(ref reader, leftOut), generation: 3);
        }
        else if (reader.ValueTextEquals("spec_proposed_drafts"u8))
        {
            _proposed.Offer(JsonValue.ReadCount(ref reader, leftOut), generation: 2);
        }
        else if (reader.ValueTextEquals("spec_draft_token_num"u8))
        {
            _proposed.Offer(JsonValue.ReadCount(ref reader, leftOut), generation: 1);
        }
        else if (reader.ValueTextEquals("spec_correct_drafts_histogram"u8))
        {
            _histogram.Offer(JsonValue.ReadCounts(ref reader, leftOut), generation: 3);
        }
        else if (reader.ValueTextEquals("spec_accept_histogram"u8))
        {
            _histogram.Offer(JsonValue.ReadCounts(ref reader, leftOut), generation: 2);
        }
        else
        {
            JsonValue.Skip(ref reader);
        }
    }

    /// <summary>
    /// The statistics; null where nothing was verified. Releases 0.5.4 to 0.5.6 write zeros for what they do not know: an
    /// accept length of 0 cannot be, since each verify step brings a token, nor can drafts be verified without being proposed.
    /// </summary>
    public SpeculationStatistics? ToStatistics(int? completionTokens)
    {
        if (_verifySteps is not > 0)
        {
            return null;
        }

        var toldLength = _acceptLength is > 0;
        var toldDrafts = _proposed.Value is not 0;
        return new SpeculationStatistics
        {
            VerifySteps = _verifySteps.Value,
            CompletionTokens = completionTokens,
            AcceptedDrafts = toldDrafts ? _accepted.Value : null,
            ProposedDrafts = toldDrafts ? _proposed.Value : null,
            AcceptHistogram = _histogram.Value is { Length: > 0 } histogram ? histogram : null,
            ReportedAcceptLength = toldLength ? _acceptLength : null,
            ReportedAcceptRate = toldLength || _acceptRate is > 0 ? _acceptRate : null,
        };
    }

    private struct Named<T>
    {
        private int _generation;

        public T Value { get; private set; }

        public void Offer(T value, int generation)
        {
            if (value is not null && generation >= _generation)
            {
                Value = value;
                _generation = generation;
            }
        }
    }
}
