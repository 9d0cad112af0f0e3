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
