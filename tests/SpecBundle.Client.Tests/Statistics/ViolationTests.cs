using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>Counters that cannot be are said to be so, one sentence for each thing; what real servers do is not.</summary>
public sealed class ViolationTests
{
    private const int Limit = 60_000;
    private static readonly ServerInfo Chain = new() { Speculation = new SpeculationSettings(3, 1, 4) };

    [Theory(Timeout = Limit)]
    [InlineData("spec_accept_length", "3.7", "accept length")]
    [InlineData("spec_accept_rate", "0.5", "accept rate")]
    [InlineData("spec_correct_drafts_histogram", "[2,0,3,20]", "holds 25 steps", "accepted drafts")]
    [InlineData("spec_correct_drafts_histogram", "[1,1,3,21]", "holds 70 accepted drafts")]
    [InlineData("spec_correct_drafts_histogram", "[2,1,2,20,1]", "more accepted drafts than the 3 draft steps")]
    [InlineData("completion_tokens", "97", "accept length", "the answer has 97 tokens")]
    [InlineData("spec_num_proposed_drafts", "104", "accept rate", "were proposed")]
    [InlineData("completion_tokens", "92", "accept length", "the answer has 92 tokens")]
    public void A_counter_that_was_changed_is_found(string field, string value, params string[] parts)
    {
        var violations = Check(meta => meta[field] = JsonNode.Parse(value));

        Assert.Equal(parts.Length, violations.Count);
        Assert.All(parts, part => Assert.Contains(violations, violation => violation.Contains(part, StringComparison.Ordinal)));
    }

    [Theory(Timeout = Limit)]
    [InlineData(95)]
    [InlineData(93)]
    public void A_last_step_cut_by_the_length_limit_is_no_violation(int tokens)
    {
        Assert.Empty(Check(meta => (meta["completion_tokens"], meta["spec_accept_length"]) = (tokens, tokens / 26.0)));
    }

    [Fact(Timeout = Limit)]
    public void A_request_that_was_retracted_may_have_a_token_more()
    {
        Assert.Empty(Check(meta => (meta["completion_tokens"], meta["spec_accept_length"], meta["num_retractions"]) = (97, 97 / 26.0, 1)));
    }

    [Fact(Timeout = Limit)]
    public void Adaptive_speculation_is_not_held_against_fixed_settings()
    {
        var adaptive = Chain with { IsSpeculationAdaptive = true };

        Assert.Empty(Check(meta => (meta["spec_num_proposed_drafts"], meta["spec_accept_rate"]) = (104, 69 / 104.0), adaptive));
    }

    [Fact(Timeout = Limit)]
    public async Task Chunks_that_the_histogram_does_not_explain_are_found()
    {
        const string Name = "eagle3.generate_stream";
        var stream = RecordedStream.Load(Name);
        // The same sums, but another step was the short one.
        stream.Frames[3]["meta_info"]!["completion_tokens"] = 10;

        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(stream.Frames.Select(frame => frame.ToJsonString()))));

        var violation = Assert.Single(chunks[^1].Result!.Statistics.Violations);
        Assert.Contains("[1, 4, 3, 2, 3,", violation, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Check(Action<JsonObject> change, ServerInfo? server = null)
    {
        var frame = RecordedStream.Load("eagle3.generate_stream").Frames[^1];
        frame.Remove("output_ids");
        change(frame["meta_info"]!.AsObject());
        return Answers.InOnePiece(frame.ToJsonString(), server ?? Chain).Statistics.Violations;
    }
}
