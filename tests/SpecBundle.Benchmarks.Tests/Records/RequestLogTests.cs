using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A run's requests outlive the process that wrote them.</summary>
public sealed class RequestLogTests : IDisposable
{
    private const int Limit = 120_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("requests").FullName;

    private string LogPath => Path.Combine(_folder, "requests.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Limit)]
    public async Task What_was_written_is_read_back_number_by_number()
    {
        var record = Full("gsm8k/17");
        await Write(record);

        var contents = await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken);

        Assert.Null(contents.TornLine);
        Assert.Equivalent(record, Assert.Single(contents.Records), strict: true);
    }

    [Fact(Timeout = Limit)]
    public async Task The_line_has_snake_case_names_and_leaves_out_what_is_unknown()
    {
        await Write(new RequestRecord { Configuration = "1,0,0,0", Workload = "ceval", PromptId = "ceval/1", Output = "答案是 <A>\n", FinishedSeconds = 0.1 });

        var line = await File.ReadAllTextAsync(LogPath, TestContext.Current.CancellationToken);
        Assert.Equal(
            """{"format_version":1,"configuration":"1,0,0,0","workload":"ceval","prompt_id":"ceval/1","turn":0,"sample":0,"session":0,"due_seconds":0,"sent_seconds":0,"finished_seconds":0.1,"output":"答案是 <A>\n","violations":[],"checksum":"SUM"}""" + "\n",
            System.Text.RegularExpressions.Regex.Replace(line, "[0-9a-f]{16}", "SUM"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_line_that_lacks_a_member_or_has_a_later_one_is_read()
    {
        await File.WriteAllTextAsync(LogPath, """{"format_version":1,"configuration":"1,0,0,0","workload":"w","prompt_id":"w/1","finished_seconds":2,"of_a_later_release":[1]}""" + "\n", TestContext.Current.CancellationToken);

        var record = Assert.Single((await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken)).Records);

        Assert.Equal(1, record.FormatVersion);
        Assert.Empty(record.Violations);
        Assert.Null(record.CompletionTokens);
    }

    [Fact(Timeout = Limit)]
    public async Task A_line_cut_off_at_any_byte_is_reported_and_the_file_goes_on_after_it()
    {
        await Write(Brief("w/1"), Brief("w/2"));
        var whole = await File.ReadAllBytesAsync(LogPath, TestContext.Current.CancellationToken);
        var second = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = second; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(LogPath, whole[..length], TestContext.Current.CancellationToken);
            var torn = await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken);
            var complete = length == whole.Length - 1;
            Assert.Equal(complete ? 2 : 1, torn.Records.Count);
            Assert.Equal(complete || length == second, torn.TornLine is null);

            await Write(Brief("w/3"));
            var resumed = await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken);
            Assert.Null(resumed.TornLine);
            Assert.Equal(complete ? ["w/1", "w/2", "w/3"] : ["w/1", "w/3"], resumed.Records.Select(record => record.PromptId));
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("""{"workload":"w"}""")]
    [InlineData("""{"format_version":2,"configuration":"1,0,0,0","workload":"w","prompt_id":"w/1"}""")]
    public async Task A_line_that_is_no_record_is_named(string line)
    {
        await Write(Full("w/1"));
        await File.AppendAllTextAsync(LogPath, line + "\n", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<RequestLogException>(() => RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken));

        Assert.Equal((LogPath, 2), (error.Path, error.Line));
        Assert.StartsWith($"{LogPath}(2): ", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("\"completion_tokens\":7", "\"completion_tokens\":9", "was changed after it was written")]
    [InlineData("größe", "größer", "was changed after it was written")]
    [InlineData("w/2", "w/9", "was changed after it was written")]
    [InlineData(",\"checksum\"", ", \"checksum\"", "has no checksum, and lines before it have one")]
    [InlineData("{\"format_version\":1", "{\"format_version\":1,\"format_version\":1", "was changed after it was written")]
    public async Task A_line_that_was_changed_is_no_measurement(string was, string becomes, string fault)
    {
        await Write(Full("w/1"), Full("w/2"), Full("w/3"));
        var lines = await File.ReadAllLinesAsync(LogPath, TestContext.Current.CancellationToken);
        lines[1] = lines[1].Replace(was, becomes, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(LogPath, lines, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<RequestLogException>(() => RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken));

        Assert.Equal(2, error.Line);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_line_that_is_there_twice_counts_once_and_that_is_said()
    {
        await Write(Full("w/1"), Full("w/2"));
        var lines = await File.ReadAllLinesAsync(LogPath, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(LogPath, [.. lines, .. lines], TestContext.Current.CancellationToken);

        var contents = await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken);

        Assert.Equal(["w/1", "w/2"], contents.Records.Select(record => record.PromptId));
        Assert.Equal(["requests.jsonl: the same line is there twice, and counts once: line 3 repeats line 1, and so do 1 more."], contents.Notes);
    }

    [Fact(Timeout = Limit)]
    public async Task A_request_that_had_ended_is_not_measured_again_without_a_word()
    {
        var ended = Full("w/1") with { Error = null };
        await Write(Full("w/2"), Full("w/2") with { Error = null, Session = 4 }, ended, ended with { Correct = true }, ended with { Session = 4 });

        var contents = await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken);

        Assert.Equal(["requests.jsonl: a request that had ended is there twice, and the later line counts: line 5 measures once more what line 4 had."], contents.Notes);
    }

    [Fact(Timeout = Limit)]
    public async Task A_last_line_that_is_cut_off_is_told()
    {
        await Write(Full("w/1"), Full("w/2"));
        var whole = await File.ReadAllBytesAsync(LogPath, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(LogPath, whole[..^30], TestContext.Current.CancellationToken);
        Assert.Equal(["requests.jsonl: the last line is cut off, and does not count; its writer died in it, or still writes."], (await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken)).Notes);
    }

    [Theory(Timeout = Limit)]
    [InlineData("\"completion_tokens\":-5", "has completion_tokens -5")]
    [InlineData("\"verify_steps\":2147483647", "has verify_steps 2147483647")]
    [InlineData("\"accept_histogram\":[1,-1]", "has accept_histogram -1")]
    [InlineData("\"chunk_seconds\":[1]", "has not as many chunk_seconds as chunk_tokens")]
    [InlineData("\"chunk_seconds\":[1e999],\"chunk_tokens\":[1]", "has chunk_seconds Infinity, which is no moment of a run")]
    [InlineData("\"sent_seconds\":-1e300", "has sent_seconds -1E+300")]
    [InlineData("\"completion_tokens\":5,\"completion_tokens\":6", "is no request record")]
    [InlineData("\"output\":\"\\ud83d\"", "is no request record")]
    public async Task A_count_or_a_moment_that_can_not_be_is_named(string member, string fault)
    {
        await File.WriteAllTextAsync(LogPath, $$"""{"format_version":1,"configuration":"1,3,1,4","workload":"w","prompt_id":"w/1",{{member}}}""" + "\n", TestContext.Current.CancellationToken);
        Assert.Contains(fault, (await Assert.ThrowsAsync<RequestLogException>(() => RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Counts_of_a_line_of_unknown_origin_may_add_up_to_any_number()
    {
        await File.WriteAllLinesAsync(LogPath, Enumerable.Range(0, 300).Select(prompt => $$"""{"format_version":1,"configuration":"1,3,1,4","workload":"w","prompt_id":"w/{{prompt}}","finished_seconds":1,"completion_tokens":20000000,"verify_steps":20000000,"accept_histogram":[20000000,20000000,20000000,20000000],"chunk_seconds":[1],"chunk_tokens":[20000000]}"""), TestContext.Current.CancellationToken);
        var report = BenchmarkReport.From((await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken)).Records, new ReportOptions { Resamples = 200 });
        Assert.Equal(6_000_000_000, report.Cells[0].CompletionTokens);
    }

    [Fact(Timeout = Limit)]
    public async Task Counters_of_a_line_of_unknown_origin_are_held_against_each_other()
    {
        await File.WriteAllTextAsync(LogPath, """{"format_version":1,"configuration":"1,3,1,4","workload":"w","prompt_id":"w/1","sent_seconds":1,"finished_seconds":2,"completion_tokens":20,"verify_steps":5,"accepted_drafts":16,"proposed_drafts":15,"accept_histogram":[0,0,0,5],"finish_reason":"stop"}""" + "\n", TestContext.Current.CancellationToken);

        var contents = await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken);

        Assert.Equal(["16 drafts were accepted but only 15 proposed.", "The accept histogram [0, 0, 0, 5] holds 15 accepted drafts, not 16."], contents.Records[0].Violations);
        Assert.Equal(["requests.jsonl: 1 line has no checksum, so that a change since would not be seen."], contents.Notes);
        Assert.Contains(BenchmarkReport.From(contents.Records).Findings, finding => finding.Kind == FindingKind.Violations);
    }

    [Fact(Timeout = Limit)]
    public async Task A_line_without_end_is_not_taken_into_the_memory()
    {
        await Write(Full("w/1"));
        await File.AppendAllTextAsync(LogPath, new string('x', 33_000_000), TestContext.Current.CancellationToken);
        Assert.Contains("longer than 32 MB", (await Assert.ThrowsAsync<RequestLogException>(() => RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Contains("longer than 32 MB", Assert.Throws<IOException>(() => RequestLog.Open(LogPath)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Many_writers_of_one_log_tear_no_line_and_a_reader_may_look_on()
    {
        await using (var log = RequestLog.Open(LogPath))
        {
            await Task.WhenAll(Enumerable.Range(0, 200).Select(index => Task.Run(() => log.AppendAsync(Full($"w/{index}")))));
            Assert.Equal(200, (await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken)).Records.Count);
        }

        var ids = (await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken)).Records.Select(record => record.PromptId);
        Assert.Equal(Enumerable.Range(0, 200).Select(index => $"w/{index}").Order(), ids.Order());
    }

    [Fact(Timeout = Limit)]
    public async Task A_second_writer_is_refused()
    {
        await using var log = RequestLog.Open(LogPath);

        Assert.Throws<IOException>(() => RequestLog.Open(LogPath));
        await log.AppendAsync(Full("w/1"), TestContext.Current.CancellationToken);
        Assert.Single((await RequestLog.ReadAsync(LogPath, TestContext.Current.CancellationToken)).Records);
    }

    /// <summary>Short, as each of its bytes costs four files; with characters of two, three and four bytes.</summary>
    private static RequestRecord Brief(string prompt) => new() { Configuration = "1,0,0,0", Workload = "w", PromptId = prompt, FinishedSeconds = 0.5, Output = "{\"}\n größe 答 \U0001F600" };

    private static RequestRecord Full(string prompt) => new()
    {
        Configuration = "8,3,1,4", Workload = "gsm8k", PromptId = prompt, Turn = 1, Sample = 2, Session = 3, Category = "größe",
        DueSeconds = 0.1, SentSeconds = 1.0 / 3, FirstTokenSeconds = 0.7, FinishedSeconds = 12.345678901234567, ClientSeconds = 1e-5,
        PromptTokens = 100, CachedTokens = 3, CompletionTokens = 7, VerifySteps = 2, AcceptedDrafts = 4, ProposedDrafts = 6, AcceptHistogram = [0, 1, 0, 1],
        ChunkSeconds = [0.7, 0.9, 12.345678901234567], ChunkTokens = [1, 2, 4], Output = "{\"}\n\u2028 \U0001F600 " + new string('x', 40),
        FinishReason = "stop", Error = "gone", Answer = "-1,234.5", Correct = false, ScoreNote = "note", Violations = ["One."],
    };

    private async Task Write(params RequestRecord[] records)
    {
        await using var log = RequestLog.Open(LogPath);
        foreach (var record in records)
        {
            await log.AppendAsync(record, TestContext.Current.CancellationToken);
        }

    }
}
