namespace SpeculativeDecoding.Tests;

/// <summary>Every recorded answer of a real server, served byte for byte by a child process over real HTTP.</summary>
public sealed class RecordedAnswerTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 60_000;

    public static TheoryData<string> Finished => [.. RecordedStream.FinishedNames];

    public static TheoryData<string> Aborted => [.. RecordedStream.Names.Where(name => RecordedStream.Load(name).Finish == "abort")];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Finished))]
    public async Task A_recorded_stream_gives_its_text_ids_counters_and_steps_at_full_speed(string name) => await CheckAsync(name, "");

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Finished))]
    public async Task A_recorded_stream_gives_the_same_at_its_own_pace(string name) =>
        await CheckAsync(name, FormattableString.Invariant($";pace={RecordedStream.Pace(name)}"));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Finished))]
    public async Task A_recorded_stream_gives_the_same_when_it_is_written_byte_by_byte(string name) => await CheckAsync(name, ";cut=1");

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Aborted))]
    public async Task An_aborted_stream_is_a_typed_error_with_what_arrived(string name)
    {
        var expected = RecordedStream.Load(name);
        using var client = Client(name);

        var error = await Assert.ThrowsAsync<RequestAbortedException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Equal("Aborted", error.Reason.Message);
        Assert.Equal(expected.Text(name), error.Partial!.Text);
        Assert.Equal(expected.Ids(name), error.Partial.OutputIds);
        Assert.Equal("to-abort", error.Partial.RequestId[..8]);
        Assert.Equal(expected.Counter("spec_verify_ct"), error.Partial.Statistics.Speculation!.VerifySteps);
        Assert.Empty(error.Partial.Statistics.Violations);
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData(";pace=1")]
    [InlineData(";cut=1")]
    public async Task A_server_that_dies_while_it_streams_leaves_a_cut_stream_with_what_arrived(string options)
    {
        const string Name = "death.stream_when_scheduler_killed";
        var expected = RecordedStream.Load(Name);
        using var client = Client(Name, options);

        var error = await Assert.ThrowsAsync<StreamCutException>(() => client.GenerateAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken));

        Assert.Equal(expected.Text(Name), error.Partial!.Text);
        Assert.Equal(expected.Ids(Name), error.Partial.OutputIds);
        Assert.Equal(expected.Steps, error.Partial.Statistics.Chunks.Select(chunk => chunk.Tokens));
        Assert.Null(error.Partial.Statistics.Speculation);
    }

    [Theory(Timeout = Limit)]
    [InlineData("eagle3.generate", 96, 26, 69, 78)]
    [InlineData("eagle3.generate_one_token", 1, null, null, null)]
    [InlineData("plain.generate", 96, null, null, null)]
    public async Task An_answer_in_one_piece_has_its_counters_and_no_time_to_first_token(string name, int tokens, int? steps, int? accepted, int? proposed)
    {
        using var client = Client(name);

        var result = await client.GenerateAsync(new GenerateRequest { Prompt = "x", Stream = false }, TestContext.Current.CancellationToken);

        Assert.Equal(tokens, result.OutputIds.Count);
        Assert.Equal(tokens, result.Statistics.CompletionTokens);
        Assert.Equal((steps, accepted, proposed), (result.Statistics.Speculation?.VerifySteps, result.Statistics.Speculation?.AcceptedDrafts, result.Statistics.Speculation?.ProposedDrafts));
        Assert.Equal(FinishKind.Length, result.FinishReason.Kind);
        Assert.Null(result.Statistics.TimeToFirstToken);
        Assert.Empty(result.Statistics.Violations);
    }

    [Fact(Timeout = Limit)]
    public async Task Cumulative_and_incremental_servers_give_the_same_chunks()
    {
        using var cumulative = Client("eagle3.generate_stream");
        using var incremental = Client("incremental.generate_stream");

        var left = await CollectAsync(cumulative);
        var right = await CollectAsync(incremental);

        Assert.Equal(left.Select(chunk => chunk.Text), right.Select(chunk => chunk.Text));
        Assert.Equal(left.Select(chunk => chunk.OutputIds.ToArray()), right.Select(chunk => chunk.OutputIds.ToArray()));
        Assert.Equal(left[^1].Result!.Text, right[^1].Result!.Text);
    }

    private static async Task<List<GenerateChunk>> CollectAsync(SpecClient client)
    {
        var chunks = new List<GenerateChunk>();
        await foreach (var chunk in client.StreamAsync(new GenerateRequest { Prompt = "x" }, TestContext.Current.CancellationToken))
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    private SpecClient Client(string name, string options = "") => new(server.Address(name, options), new SpecClientOptions());

    private async Task CheckAsync(string name, string options)
    {
        var expected = RecordedStream.Load(name);
        using var client = Client(name, options);

        var chunks = await CollectAsync(client);
        var result = chunks[^1].Result!;

        Assert.Equal(expected.Text(name), result.Text);
        Assert.Equal(expected.Ids(name), result.OutputIds);
        Assert.Equal(result.Text, string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.Equal(result.OutputIds, chunks.SelectMany(chunk => chunk.OutputIds.ToArray()));
        Assert.Equal(expected.Steps, chunks.Select(chunk => chunk.NewTokens));
        Assert.Equal(expected.Steps, result.Statistics.Chunks.Select(chunk => chunk.Tokens));
        Assert.Equal(expected.Finish, result.FinishReason.ToString());
        CheckCounters(expected, result.Statistics);
        CheckTimes(result.Statistics);
    }

    private static void CheckCounters(RecordedStream expected, RequestStatistics statistics)
    {
        Assert.Equal(expected.Counter("prompt_tokens"), statistics.PromptTokens);
        Assert.Equal(expected.Counter("completion_tokens"), statistics.CompletionTokens);
        Assert.Equal(expected.Counter("cached_tokens"), statistics.CachedTokens);
        Assert.Equal(expected.Counter("spec_verify_ct"), statistics.Speculation?.VerifySteps);
        Assert.Equal(expected.Counter("spec_num_correct_drafts"), statistics.Speculation?.AcceptedDrafts);
        Assert.Equal(expected.Counter("spec_num_proposed_drafts"), statistics.Speculation?.ProposedDrafts);
        Assert.Equal(expected.LastMeta["spec_correct_drafts_histogram"]?.AsArray().Select(count => count!.GetValue<int>()), statistics.Speculation?.AcceptHistogram);
        Assert.Equal(expected.LastMeta["spec_accept_length"]?.GetValue<double>(), statistics.Speculation?.AcceptLength);
        Assert.Equal(expected.LastMeta["spec_accept_rate"]?.GetValue<double>(), statistics.Speculation?.AcceptRate);
        Assert.Empty(statistics.Violations);
    }

    private static void CheckTimes(RequestStatistics statistics)
    {
        var times = statistics.Chunks.Select(chunk => chunk.Elapsed).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(times[0], statistics.TimeToFirstToken);
        Assert.Equal(times[^1], statistics.EndToEnd);
        Assert.True(times[0] > TimeSpan.Zero);
    }
}
