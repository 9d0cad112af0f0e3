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
    [InlineData("completion_tokens", "-7", "The server's completion_tokens is -7, which is not a count: it is left out.")]
    [InlineData("completion_tokens", "1.5", "The server's completion_tokens is 1.5, which is not a count: it is left out.")]
    [InlineData("cached_tokens", "\"many\"", "The server's cached_tokens is many, which is not a count: it is left out.")]
    [InlineData("prompt_tokens", "1e308", "The server's prompt_tokens is 1e308, which is not a count: it is left out.")]
    [InlineData("spec_verify_ct", "[26]", "The server's spec_verify_ct is something else, which is not a count: it is left out.")]
    [InlineData("spec_accept_length", "true", "The server's spec_accept_length is true, which is not a number: it is left out.")]
    [InlineData("spec_correct_drafts_histogram", "[2,1,-3]", "The server's spec_correct_drafts_histogram is something else, which is not a list of counts: it is left out.")]
    [InlineData("spec_num_proposed_drafts", "\"\\u001b[31m\"", "The server's spec_num_proposed_drafts is \\u001B[31m, which is not a count: it is left out.")]
    public void What_cannot_be_meant_is_left_out_and_named(string field, string value, string sentence) =>
        Assert.Contains(sentence, Check(meta => meta[field] = JsonNode.Parse(value)));

    [Fact(Timeout = Limit)]
    public void Counts_that_were_written_as_floats_are_counts()
    {
        var frame = RecordedStream.Load("eagle3.generate_stream").Frames[^1].ToJsonString();
        var floats = System.Text.RegularExpressions.Regex.Replace(frame, @"(?<=[:\[,])(\d+)(?=[,\]}])", "$1.0");
        Assert.Contains("\"completion_tokens\":96.0", floats, StringComparison.Ordinal);
        floats = System.Text.RegularExpressions.Regex.Replace(floats, @"""output_ids"":\[[^\]]*\],", "");

        var read = Answers.InOnePiece(floats, Chain).Statistics;

        Assert.Equivalent(Answers.InOnePiece(frame, Chain).Statistics.Speculation, read.Speculation, strict: true);
        Assert.Equal((26, 69, 78), (read.Speculation!.VerifySteps, read.Speculation.AcceptedDrafts, read.Speculation.ProposedDrafts));
        Assert.Empty(read.Violations);
    }

    [Theory(Timeout = Limit)]
    [InlineData("""{"completion_tokens":96,"spec_verify_ct":20}""", "96 completion tokens in 20 verify steps cannot be: a step with 3 draft steps and 4 draft tokens brings at most 4.")]
    [InlineData("""{"spec_verify_ct":26,"spec_accept_length":99.0}""", "The server's accept length 99 cannot be: a step with 3 draft steps and 4 draft tokens brings at most 4.")]
    [InlineData("""{"completion_tokens":96,"spec_verify_ct":26,"spec_accepted_drafts":1000000000,"spec_proposed_drafts":1}""", "1000000000 drafts were accepted but only 1 proposed.")]
    [InlineData("""{"completion_tokens":4,"spec_verify_ct":100}""", "4 completion tokens in 100 verify steps cannot be: each step brings one at least.")]
    [InlineData("""{"completion_tokens":0,"spec_verify_ct":5}""", "0 completion tokens in 5 verify steps cannot be: each step brings one at least.")]
    public void More_than_the_drafts_allow_is_said_to_be_impossible(string meta, string sentence)
    {
        var answer = Answers.InOnePiece($$$"""{"text":"x","meta_info":{"finish_reason":{"type":"length","length":96},{{{meta[1..]}}}}""", Chain);

        Assert.Contains(sentence, answer.Statistics.Violations);
    }

    [Theory(Timeout = Limit)]
    [InlineData(95, 1)]
    [InlineData(96, 0)]
    public void More_tokens_than_were_asked_for_are_said_to_be_impossible(int asked, int violations)
    {
        var answer = new AnswerAssembler(RequestId.Require("own", "id"), Chain, isStreamed: false) { MaxNewTokens = asked };
        var frame = """{"text":"x","meta_info":{"finish_reason":{"type":"length","length":96},"completion_tokens":96}}"""u8;
        var statistics = answer.Accept(frame, TimeSpan.FromSeconds(1))!.Value.Result!.Statistics;

        Assert.Equal(violations, statistics.Violations.Count(violation => violation == "The server counts 96 completion tokens where 95 were asked for at most."));
    }

    [Fact(Timeout = Limit)]
    public void As_many_tokens_as_the_drafts_allow_are_possible()
    {
        Assert.Empty(Answers.InOnePiece("""{"text":"x","meta_info":{"finish_reason":{"type":"length","length":97},"completion_tokens":97,"spec_verify_ct":24}}""", Chain).Statistics.Violations);
        Assert.Single(Answers.InOnePiece("""{"text":"x","meta_info":{"finish_reason":{"type":"length","length":98},"completion_tokens":98,"spec_verify_ct":24}}""", Chain).Statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public void A_tree_brings_no_more_tokens_than_its_deepest_path()
    {
        var tree = new ServerInfo { Speculation = new SpeculationSettings(3, 4, 8) };

        var violations = Answers.InOnePiece("""{"text":"x","meta_info":{"finish_reason":{"type":"length","length":98},"completion_tokens":98,"spec_verify_ct":24}}""", tree).Statistics.Violations;

        Assert.Contains("brings at most 4", Assert.Single(violations), StringComparison.Ordinal);
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
        Assert.Empty(Answers.InOnePiece("""{"text":"x","meta_info":{"finish_reason":{"type":"length","length":98},"completion_tokens":98,"spec_verify_ct":24,"num_retractions":1}}""", Chain).Statistics.Violations);
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
