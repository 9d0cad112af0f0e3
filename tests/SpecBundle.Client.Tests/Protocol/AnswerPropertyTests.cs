using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>Answers of any text, in steps of any size: what a server of any generation makes of them, the client takes apart again.</summary>
public sealed class AnswerPropertyTests
{
    private const int Limit = 60_000;
    private static readonly string[] Parts = ["", "a", " the", "\n", "\"", "\\", "\\u0041", "é", "€", "日本", "😀", "\t", "<|end|>", "data: ", "\u2028", "0", "00"];
    private static readonly Gen<string> Piece = Gen.Int[0, Parts.Length - 1].Select(index => Parts[index]).Array[0, 3].Select(string.Concat);

    private static readonly Gen<(string Text, int[] Ids)> Step = Gen.Select(Piece, Gen.Int[0, 200_000].Array[1, 8]);

    [Fact(Timeout = Limit)]
    public async Task Text_and_ids_come_back_as_they_were_whatever_the_server_repeats()
    {
        await Gen.Select(Step.Array[1, 30], Gen.Bool, Gen.Bool.Nullable(), Gen.Bool).SampleAsync(
            async (steps, textRepeats, idsRepeat, escapes) =>
            {
                var isIncremental = !textRepeats && idsRepeat == false;
                var frames = Frames(steps, !isIncremental, idsRepeat, escapes);
                var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(frames)), new ServerInfo { Version = "0.5.9", IncrementalOutput = isIncremental ? true : null });
                var ids = idsRepeat is null ? [] : steps.SelectMany(step => step.Ids).ToArray();
                return chunks.Select(chunk => chunk.Text).SequenceEqual(steps.Select(step => step.Text))
                    && chunks.SelectMany(chunk => chunk.OutputIds.ToArray()).SequenceEqual(ids)
                    && chunks.Select(chunk => chunk.NewTokens).SequenceEqual(steps.Select(step => step.Ids.Length))
                    && chunks[^1].Result!.Text == string.Concat(steps.Select(step => step.Text))
                    && chunks[^1].Result!.Statistics.Violations.Count == 0;
            },
            iter: 500,
            threads: 1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_character_that_two_steps_share_comes_with_the_second()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(Frames([("caf", [1]), ("", [2]), ("é", [3]), ("!", [4, 5])], true, true, false))));

        Assert.Equal(["caf", "", "é", "!"], chunks.Select(chunk => chunk.Text));
        Assert.Equal([[1], [2], [3], [4, 5]], chunks.Select(chunk => chunk.OutputIds.ToArray()));
    }

    [Fact(Timeout = Limit)]
    public async Task What_follows_the_last_frame_changes_nothing()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"a","output_ids":[1],"meta_info":{"completion_tokens":1,"finish_reason":{"type":"length"}}}""",
            """{"text":"ab","output_ids":[1,2],"meta_info":{"completion_tokens":2,"finish_reason":{"type":"length"}}}""",
        ])));

        Assert.Single(chunks);
        Assert.Equal([1], chunks[0].Result!.OutputIds);
    }

    [Fact(Timeout = Limit)]
    public async Task A_character_that_the_server_changed_comes_whole()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"a😀","meta_info":{"completion_tokens":2,"finish_reason":null}}""",
            """{"text":"a😁","meta_info":{"completion_tokens":3,"finish_reason":{"type":"length"}}}""",
        ])));

        Assert.Equal(("😁", "a😁"), (chunks[1].Text, chunks[1].Result!.Text));
    }

    [Theory(Timeout = Limit)]
    [InlineData("""{"text":"x","output_ids":["a"],"meta_info":{"finish_reason":{"type":"stop"}}}""")]
    [InlineData("""{"text":"\ud83d","meta_info":{"finish_reason":{"type":"stop"}}}""")]
    public void A_last_frame_that_cannot_be_read_leaves_an_answer_that_can_be_asked_for(string frame)
    {
        var answer = new AnswerAssembler(RequestId.Require("own", "id"), null, isStreamed: false);

        Assert.ThrowsAny<JsonException>(() => answer.Accept(Encoding.UTF8.GetBytes(frame), TimeSpan.Zero));
        Assert.Empty(answer.Partial(TimeSpan.Zero).OutputIds);
    }

    [Fact(Timeout = Limit)]
    public async Task A_stop_string_that_the_last_frame_takes_back_is_not_in_the_whole_text()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"So 7 ##","meta_info":{"completion_tokens":3,"finish_reason":null}}""",
            """{"text":"So 7 ","meta_info":{"completion_tokens":4,"finish_reason":{"type":"stop","matched":"##"}}}""",
        ])));

        Assert.Equal("So 7 ", chunks[^1].Result!.Text);
        Assert.Equal("##", chunks[^1].Result!.FinishReason.MatchedText);
        Assert.Equal("", chunks[^1].Text);
        Assert.Empty(chunks[^1].Result!.Statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public async Task Text_that_the_server_changes_afterwards_is_reported()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"one","meta_info":{"completion_tokens":1,"finish_reason":null}}""",
            """{"text":"one two","meta_info":{"completion_tokens":2,"finish_reason":null}}""",
            """{"text":"one too many","meta_info":{"completion_tokens":3,"finish_reason":{"type":"length","length":3}}}""",
        ])));

        Assert.Equal("one too many", chunks[^1].Result!.Text);
        Assert.Single(chunks[^1].Result!.Statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public async Task Frames_of_another_request_of_a_batch_are_not_this_ones()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"a","output_ids":[1],"meta_info":{"completion_tokens":1,"finish_reason":null},"index":0}""",
            """{"text":"other","output_ids":[9],"meta_info":{"completion_tokens":7,"finish_reason":{"type":"length"}},"index":1}""",
            """{"text":"ab","output_ids":[1,2],"meta_info":{"completion_tokens":2,"finish_reason":{"type":"stop"}},"index":0}""",
        ])));

        Assert.Equal(["a", "b"], chunks.Select(chunk => chunk.Text));
        Assert.Equal([1, 2], chunks[^1].Result!.OutputIds);
        Assert.Equal(2, chunks[^1].Result!.Statistics.CompletionTokens);
    }

    [Fact(Timeout = Limit)]
    public void An_error_frame_has_what_had_arrived_and_none_where_nothing_had()
    {
        var error = Encoding.UTF8.GetBytes("""{"error":{"message":"too long","code":400}}""");
        var answer = new AnswerAssembler(RequestId.Require("own", "id"), null, isStreamed: true);
        Assert.Null(Assert.Throws<RequestRejectedException>(() => answer.Accept(error, TimeSpan.Zero)).Partial);

        answer.Accept(Encoding.UTF8.GetBytes("""{"text":"a","meta_info":{"completion_tokens":1,"finish_reason":null}}"""), TimeSpan.Zero);
        var rejected = Assert.Throws<RequestRejectedException>(() => answer.Accept(error, TimeSpan.Zero));

        Assert.Equal((400, "too long", "a"), (rejected.StatusCode, rejected.ServerMessage, rejected.Partial!.Text));
    }

    [Theory(Timeout = Limit)]
    [InlineData("11+2", "1", "1", "+", "2")]
    [InlineData("11+2", "1", "1", "+", "2", "")]
    [InlineData("1112", "1", "11", "2")]
    [InlineData("0000", "00", "", "00")]
    [InlineData("aaab", "a", "a", "a", "b")]
    [InlineData("aaaaab", "a", "a", "a", "a", "a", "b")]
    public async Task Pieces_that_look_like_repetitions_are_all_kept_where_nobody_told_which_they_are(string text, params string[] pieces)
    {
        var steps = pieces.Select((piece, index) => (piece, new[] { index })).ToArray();

        foreach (var withIds in (bool?[])[false, null])
        {
            var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(Frames(steps, textRepeats: false, withIds, escapes: false))));
            Assert.Equal(text, chunks[^1].Result!.Text);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Chunks_are_completed_by_what_was_taken_for_repetition()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(Frames([("1", [1]), ("1", [2]), ("+", [3]), ("2", [4])], false, false, false))));

        Assert.Equal(["1", "", "1+", "2"], chunks.Select(chunk => chunk.Text));
        Assert.Empty(chunks[^1].Result!.Statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public async Task A_last_token_without_text_takes_nothing_back()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(Frames([("seven", [1]), ("", [2])], textRepeats: false, idsRepeat: false, escapes: false))));

        Assert.Equal("seven", chunks[^1].Result!.Text);
        Assert.Empty(chunks[^1].Result!.Statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public async Task A_count_that_a_later_frame_leaves_empty_stays_known()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"a","meta_info":{"prompt_tokens":5,"cached_tokens":3,"completion_tokens":1,"finish_reason":null}}""",
            """{"text":"ab","meta_info":{"prompt_tokens":null,"cached_tokens":null,"completion_tokens":2,"finish_reason":{"type":"length"}}}""",
        ])));

        Assert.Equal((5, 3), (chunks[^1].Result!.Statistics.PromptTokens, chunks[^1].Result!.Statistics.CachedTokens));
    }

    [Fact(Timeout = Limit)]
    public void A_refusal_in_the_words_of_a_web_framework_is_read_as_one() =>
        Assert.Equal(new ErrorBody("Not Found", null), ErrorBody.Read("""{"detail":"Not Found"}"""u8.ToArray(), null));

    [Fact(Timeout = Limit)]
    public async Task Counters_that_grow_from_frame_to_frame_are_those_of_the_last()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"a","meta_info":{"completion_tokens":3,"spec_verify_ct":1,"spec_num_correct_drafts":1,"spec_num_proposed_drafts":3,"spec_correct_drafts_histogram":[0,1],"finish_reason":null}}""",
            """{"text":"ab","meta_info":{"completion_tokens":6,"spec_verify_ct":2,"spec_num_correct_drafts":3,"spec_num_proposed_drafts":6,"spec_correct_drafts_histogram":[0,1,1],"finish_reason":{"type":"length"}}}""",
        ])));

        var speculation = chunks[^1].Result!.Statistics.Speculation!;
        Assert.Equal((2, 3, 6), (speculation.VerifySteps, speculation.AcceptedDrafts, speculation.ProposedDrafts));
        Assert.Equal([0, 1, 1], speculation.AcceptHistogram!);
    }

    [Fact(Timeout = Limit)]
    public async Task What_no_frame_shows_is_said()
    {
        (string, int[])[] steps = [("1", [1]), ("1", [2])];

        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(Frames(steps, false, false, false))));
        var known = await Answers.ReadAsync(new MemoryStream(Answers.Events(Frames(steps, false, false, false))), new ServerInfo { IncrementalOutput = true });
        var early = await Answers.ReadAsync(new MemoryStream(Answers.Events(Frames(steps, true, false, false))), new ServerInfo { Version = "0.5.6" });

        Assert.Equal("1", chunks[^1].Result!.Text);
        Assert.Contains("they were read as repeating it", Assert.Single(chunks[^1].Result!.Statistics.Violations), StringComparison.Ordinal);
        Assert.Equal(("11", 0), (known[^1].Result!.Text, known[^1].Result!.Statistics.Violations.Count));
        Assert.Equal(("11", 0), (early[^1].Result!.Text, early[^1].Result!.Statistics.Violations.Count));
    }

    [Fact(Timeout = Limit)]
    public async Task Bytes_that_are_no_text_are_said_to_have_been_replaced()
    {
        byte[] frame = [.. "data: {\"text\":\"a"u8, 0xFF, 0xC0, .. "b\",\"meta_info\":{\"completion_tokens\":1,\"finish_reason\":{\"type\":\"length\"}}}\n\n"u8];

        var chunks = await Answers.ReadAsync(new MemoryStream(frame));

        Assert.Equal("a\uFFFD\uFFFDb", chunks[^1].Result!.Text);
        Assert.Equal("The server sent bytes that are no UTF-8: in the text each of them is U+FFFD.", Assert.Single(chunks[^1].Result!.Statistics.Violations));
    }

    [Fact(Timeout = Limit)]
    public async Task A_count_that_goes_back_is_said()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"abc","meta_info":{"completion_tokens":9,"finish_reason":null}}""",
            """{"text":"abcd","meta_info":{"completion_tokens":3,"finish_reason":{"type":"length"}}}""",
        ])));

        Assert.Contains("The server counted 9 completion tokens, and later 3.", chunks[^1].Result!.Statistics.Violations);
        Assert.Equal([9, 0], chunks.Select(chunk => chunk.NewTokens));
    }

    [Fact(Timeout = Limit)]
    public async Task A_frame_that_brings_the_end_alone_counts_the_same_and_is_no_violation()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"ab","meta_info":{"completion_tokens":2,"finish_reason":null}}""",
            """{"text":"ab","meta_info":{"completion_tokens":2,"finish_reason":{"type":"stop","matched":2}}}""",
        ])), new ServerInfo { Version = "0.5.9" });

        Assert.Equal([2, 0], chunks.Select(chunk => chunk.NewTokens));
        Assert.Empty(chunks[^1].Result!.Statistics.Violations);
    }

    [Theory(Timeout = Limit)]
    [InlineData("[1,2]", 3)]
    [InlineData("[1,2,3]", 2)]
    public void Other_ids_than_the_server_counts_are_a_violation(string ids, int tokens)
    {
        var answer = Answers.InOnePiece($$$"""{"text":"ab","output_ids":{{{ids}}},"meta_info":{"finish_reason":{"type":"length"},"completion_tokens":{{{tokens}}}} }""");

        Assert.Contains("token ids", Assert.Single(answer.Statistics.Violations), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_token_that_comes_twice_in_a_row_is_kept_twice_where_nobody_counts()
    {
        var chunks = await Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"ha","output_ids":[7],"meta_info":{"finish_reason":null}}""",
            """{"text":"haha","output_ids":[7],"meta_info":{"finish_reason":{"type":"length"}}}""",
        ])));

        Assert.Equal([7, 7], chunks[^1].Result!.OutputIds);
    }

    [Fact(Timeout = Limit)]
    public async Task An_id_that_an_abort_repeats_is_not_taken_twice()
    {
        var error = await Assert.ThrowsAsync<RequestAbortedException>(() => Answers.ReadAsync(new MemoryStream(Answers.Events(
        [
            """{"text":"a","output_ids":[5],"meta_info":{"completion_tokens":1,"finish_reason":null}}""",
            """{"text":"ab","output_ids":[6],"meta_info":{"completion_tokens":2,"finish_reason":null}}""",
            """{"text":"ab","output_ids":[6],"meta_info":{"completion_tokens":2,"finish_reason":{"type":"abort","message":"Abort in waiting queue"}}}""",
        ]))));

        Assert.Equal([5, 6], error.Partial!.OutputIds);
        Assert.Equal(("ab", "Abort in waiting queue"), (error.Partial.Text, error.Reason.Message));
    }

    private static IEnumerable<string> Frames((string Text, int[] Ids)[] steps, bool textRepeats, bool? idsRepeat, bool escapes)
    {
        var options = new JsonSerializerOptions { Encoder = escapes ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var text = new StringBuilder();
        var ids = new List<int>();
        for (var step = 0; step < steps.Length; step++)
        {
            text.Append(steps[step].Text);
            ids.AddRange(steps[step].Ids);
            var shown = JsonSerializer.Serialize(textRepeats ? text.ToString() : steps[step].Text, options);
            var list = idsRepeat is { } repeat ? $",\"output_ids\":[{string.Join(", ", repeat ? ids : [.. steps[step].Ids])}]" : "";
            var finish = step == steps.Length - 1 ? """{"type":"stop","matched":2}""" : "null";
            yield return $$$"""{"text":{{{shown}}}{{{list}}},"meta_info":{"id":"r","finish_reason":{{{finish}}},"completion_tokens":{{{ids.Count}}}}}""";
        }
    }
}
