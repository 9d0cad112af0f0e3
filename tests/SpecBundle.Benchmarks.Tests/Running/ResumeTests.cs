using System.Text.Json.Nodes;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A run that is begun again in its folder.</summary>
public sealed class ResumeTests : BenchmarkFolder
{
    [Fact(Timeout = Timeout)]
    public async Task A_stopped_run_goes_on_and_asks_nothing_twice()
    {
        var questions = Questions(12);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(
            Options(questions),
            progress =>
            {
                if (progress.Done >= 5)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        var before = await WrittenAsync();
        Assert.InRange(before.Count, 5, 12);
        var run = await RunAsync(Options(questions));
        Assert.Equal(24, run.Records.Count);
        Assert.Equal(24, run.Records.Select(record => (record.Configuration, record.PromptId)).Distinct().Count());
        Assert.Equal(before.Count, run.Records.Count(record => record.Session == 0));

        // Once more: nothing is left to ask, and no server is started.
        var messages = new List<string>();
        var again = await RunAsync(Options(questions), progress => messages.Add(progress.Message));
        Assert.Equal(24, again.Records.Count);
        Assert.DoesNotContain(messages, message => message.Contains("starting", StringComparison.Ordinal));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_line_that_was_cut_off_or_doubled_is_told_in_every_file()
    {
        await RunAsync(Options("1,3,1,4", Questions(3)));
        var lines = await File.ReadAllLinesAsync(Requests, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Requests, $"{lines[0]}\n{lines[0]}\n{lines[1]}\n{lines[2][..80]}", TestContext.Current.CancellationToken);
        var run = await RunAsync(Options("1,3,1,4", Questions(3)));

        Assert.Equal(3, run.Records.Count);
        string[] notes = ["requests.jsonl: the same line is there twice, and counts once: line 2 repeats line 1.", "requests.jsonl: the last line was cut off, since its writer had died in it; its request was asked again."];
        Assert.Equal(notes, run.Notes);
        foreach (var file in new[] { "run.json", "summary.json", "summary.md", "dashboard.html" })
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
            Assert.All(notes, note => Assert.Contains(note, text, StringComparison.Ordinal));
        }

        Assert.Equal(notes, (await RunFolder.ReadAsync(Folder, cancellationToken: TestContext.Current.CancellationToken)).Notes);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_that_was_edited_is_not_gone_on_from()
    {
        await RunAsync(Options("1,3,1,4", Questions(2)));
        var text = await File.ReadAllTextAsync(Requests, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Requests, text.Replace("\"verify_steps\":", "\"verify_steps\":1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<RequestLogException>(() => RunAsync(Options("1,3,1,4", Questions(2))));
        Assert.Equal(1, error.Line);
        Assert.Contains("was changed after it was written", (await Assert.ThrowsAsync<RequestLogException>(() => RunFolder.ReadAsync(Folder, cancellationToken: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("", "it is empty")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{\"settings\":[]}", "its 'settings' is not of the shape")]
    [InlineData("{\"servers\":{\"1,3,1,4\":7}}", "its '1,3,1,4' is not of the shape")]
    [InlineData("{\"notes\":[{}]}", "its 'notes' is not of the shape")]
    [InlineData("{\"server_counts\":[{\"configuration\":\"1,3,1,4\"}]}", "its 'server_counts' is not of the shape")]
    [InlineData("{\"machine_loads\":7}", "its 'machine_loads' is not of the shape")]
    [InlineData("{\"notes\":[\"\\ud83d\"]}", "is half of a surrogate pair")]
    public async Task A_description_that_can_not_be_read_is_named(string text, string fault)
    {
        await using (var log = RequestLog.Open(Requests))
        {
            await log.AppendAsync(new RequestRecord { Configuration = "1,3,1,4", Workload = "mine", PromptId = "mine/0", FinishedSeconds = 1 }, TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "run.json"), text, TestContext.Current.CancellationToken);
        Assert.Contains(fault, (await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(Options("1,3,1,4", Questions(1))))).Message, StringComparison.Ordinal);
        Assert.Contains(fault, (await Assert.ThrowsAsync<BenchmarkException>(() => RunFolder.ReadAsync(Folder, cancellationToken: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Contains(fault, Assert.Single(await RunFolder.DifferencesAsync(Folder, Folder, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task Another_setting_of_any_kind_is_another_run()
    {
        BenchmarkOptions Scored(Func<BenchmarkPrompt, BenchmarkPrompt> change) => Options("1,3,1,4", [], new PromptWorkload("mine", [change(new BenchmarkPrompt { Id = "mine/0", Turns = Questions(1), Reference = "15" })]) { MaxNewTokens = 8 });
        await RunAsync(Scored(prompt => prompt));
        (string Word, BenchmarkOptions Options)[] others =
        [
            ("seed", Changed(options => options.Seed = 9)),
            ("launch (memory_fraction_static)", Changed(options => options.Launch.MemoryFractionStatic = 0.5)),
            ("server arguments", Changed(options => options.Launch.ExtraArguments.Add("--log-level=info"))),
            ("workloads (mine: the prompts)", Scored(prompt => prompt with { Reference = "16" })),
            ("workloads (mine: the prompts)", Scored(prompt => prompt with { MaxNewTokens = 7 })),
            ("workloads (mine: the prompts)", Scored(prompt => prompt with { Category = "marbles" })),
            ("workloads (mine: the prompts)", Scored(prompt => prompt with { Turns = Questions(2)[1..] })),
        ];
        foreach (var (word, options) in others)
        {
            Assert.Contains("other settings: " + word, (await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options))).Message, StringComparison.Ordinal);
        }

        BenchmarkOptions Changed(Action<BenchmarkOptions> change)
        {
            var options = Scored(prompt => prompt);
            change(options);
            return options;
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Requests_of_another_server_are_not_mixed_with_this_ones()
    {
        await RunAsync(Options("1,3,1,4", Questions(2)));

        // One request is left to do, on a server of another release.
        var lines = await File.ReadAllLinesAsync(Requests, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(Requests, lines[..1], TestContext.Current.CancellationToken);
        var description = Path.Combine(Folder, "run.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(description, TestContext.Current.CancellationToken))!;
        var version = json["servers"]!["1,3,1,4"]!["version"]!.ToString();
        json["servers"]!["1,3,1,4"]!["version"] = "0.0.1";
        await File.WriteAllTextAsync(description, json.ToJsonString(), TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(Options("1,3,1,4", Questions(2))));
        Assert.Contains($"version was 0.0.1 and is {version}", error.Message, StringComparison.Ordinal);
        Assert.Single(await WrittenAsync());
    }

    [Fact(Timeout = Timeout)]
    public async Task A_speedup_is_not_told_across_two_releases()
    {
        await RunAsync(Options(Questions(2)));

        // The run without draft has ended; the one with it is still to do, and the server was upgraded meanwhile.
        var lines = await File.ReadAllLinesAsync(Requests, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(Requests, lines[..2], TestContext.Current.CancellationToken);
        var description = Path.Combine(Folder, "run.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(description, TestContext.Current.CancellationToken))!;
        json["servers"]!["1,0,0,0"]!["version"] = "0.0.1";
        await File.WriteAllTextAsync(description, json.ToJsonString(), TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(Options(Questions(2))));
        Assert.Contains("has requests of 1,0,0,0 from another server: version was 0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_run_that_got_no_answer_does_not_keep_its_folder_from_the_next()
    {
        var nowhere = Options("1,3,1,4", Questions(1));
        nowhere.Attach = new Uri("http://127.0.0.1:9");
        await Assert.ThrowsAnyAsync<SpecBundleException>(() => RunAsync(nowhere));
        Assert.Single((await RunAsync(Options("1,3,1,4", Questions(1)))).Records);
    }

    [Fact(Timeout = Timeout)]
    public async Task Requests_without_their_description_are_nobodys()
    {
        await RunAsync(Options("1,3,1,4", Questions(1)));
        File.Delete(Path.Combine(Folder, "run.json"));
        Assert.Contains("no run.json", (await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(Options("1,3,1,4", Questions(1))))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task What_an_earlier_session_noted_is_still_said()
    {
        BenchmarkOptions Long() => Options([], new PromptWorkload("long", Questions(2)) { MaxNewTokens = 100_000, StopStrings = ["."] });
        await RunAsync(Long());
        var description = Path.Combine(Folder, "run.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(description, TestContext.Current.CancellationToken))!;
        json["notes"] = new JsonArray("The prefix cache was not emptied.");
        await File.WriteAllTextAsync(description, json.ToJsonString(), TestContext.Current.CancellationToken);
        var again = await RunAsync(Long());
        Assert.Contains("The prefix cache was not emptied.", again.Notes);
        Assert.Contains(again.Notes, note => note.StartsWith("4 requests were allowed fewer new tokens", StringComparison.Ordinal));
    }
}
