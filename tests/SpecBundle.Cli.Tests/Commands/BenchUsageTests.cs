namespace SpeculativeDecoding.Tests;

/// <summary>What <c>bench</c>, <c>compare</c> and <c>dashboard</c> say to a command line that can't be meant: which word is wrong, and what to write.</summary>
public sealed class BenchUsageTests : IDisposable
{
    private const int Timeout = 60_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("specbundle-usage-").FullName;

    public BenchUsageTests()
    {
        File.WriteAllText(Prompts, """{"prompt":"Ida has 9 coins. How many coins does Ida have?"}""");
        File.WriteAllText(Path.Combine(_folder, "trace.jsonl"), """{"prompt":"Hello","timestamp":1}""");
    }

    private string Prompts => Path.Combine(_folder, "mine.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory(Timeout = Timeout)]
    [InlineData("did you mean '--output'?", "--config-list", "1,0,0,0", "--outptu", "x")]
    [InlineData("did you mean '--samples'?", "--benchmark-list", "gsm8k:5", "--sampels", "2")]
    [InlineData("did you mean '--goodput'?", "--fail-if", "failed>0", "--godput=ttft=1s")]
    [InlineData("--output needs a value (FOLDER), and '--json' is an option", "--output", "--json")]
    [InlineData("--goodput needs a value", "--goodput")]
    [InlineData("--attach needs an address such as http://127.0.0.1:30000, and '--json' is an option", "--attach", "--json")]
    [InlineData("--attach needs an address such as http://127.0.0.1:30000, and 'tiny' is none", "--attach", "tiny")]
    [InlineData("--attach needs an address", "--attach")]
    [InlineData("the configurations of --config-list say it", "--steps", "5")]
    [InlineData("it is '--target'", "--model-path", "x")]
    [InlineData("Arguments for the server follow '--'", "--attention-backend", "fa3")]
    public Task An_option_that_would_be_read_as_a_value_is_refused(string helpful, params string[] arguments) =>
        RefusedAsync(helpful, [.. Bench, .. arguments]);

    [Theory(Timeout = Timeout)]
    [InlineData("--trace FILE", "--rate", "trace")]
    [InlineData("Write R, poisson:R", "--rate", "gamma:4")]
    [InlineData("--goodput is ttft=TIME", "--goodput", "ttft=200")]
    [InlineData("--goodput is ttft=TIME", "--goodput", "tpot=20ms", "latency=5s")]
    [InlineData("--goodput is ttft=TIME", "--goodput", "ttft=0ms")]
    [InlineData("--goodput limits ttft twice", "--goodput", "ttft=200ms", "ttft=1s")]
    [InlineData("--goodput ttft=200ms", "--fail-if", "goodput<0.9")]
    [InlineData("compare A B --fail-if", "--fail-if", "speed_ratio<0.9")]
    [InlineData("the workload 'yours', which does not run; there is mine", "--fail-if", "yours:failed>0")]
    [InlineData("--confidence is 95: it is above 0.5 and below 1", "--confidence", "95")]
    [InlineData("--warm-up is -1: it is 0 or more", "--warm-up", "-1")]
    [InlineData("--synthetic is N:WORDS:TOKENS", "--synthetic", "20:512")]
    [InlineData("is more than can be made: at most 250,000 prompts", "--synthetic", "2147483647:2147483647:1")]
    [InlineData("is 'synthetic-20-8': two workloads have this name", "--synthetic", "2:20:8", "3:20:8")]
    [InlineData("--trace-unit is of a trace", "--trace-unit", "ms")]
    [InlineData("with top-k 1, SGLang changes the draft tokens to steps + 1", "--config-list", "1,3,1,5")]
    [InlineData("the tree holds 7 tokens", "--config-list", "1,2,2,8")]
    [InlineData("--config-list is '1,3,1,4': it is there twice", "--config-list", "1,3,1,4", "1,3,1,4")]
    [InlineData("name the one that the server was started with", "--attach", "http://127.0.0.1:9")]
    [InlineData("leave out --tp", "--config-list", "1,3,1,4", "--attach", "http://127.0.0.1:9", "--tp", "2")]
    [InlineData("Name the pair once", "--pair", "tiny")]
    [InlineData("the nearest is 'anatomy'", "--benchmark-list", "mmlu:10:anatomie")]
    [InlineData("gsm8k has no subsets; write gsm8k:10", "--benchmark-list", "gsm8k:10:law")]
    [InlineData("there is no folder '/nonexistent'", "--benchmark-list", "gsm8k:5", "--data", "/nonexistent")]
    [InlineData("There is no file '/nonexistent.jsonl'", "--trace", "/nonexistent.jsonl")]
    [InlineData("--api-key is the key of the server of --attach", "--api-key", "x")]
    [InlineData("--program-python is for the programs that models write", "--program-python", "/usr/bin/python3")]
    [InlineData("--allow-code-execution needs a sandbox for /bin/false (--program-python names another): /bin/false is not a Python 3 that works", "--allow-code-execution", "--program-python", "/bin/false")]
    [InlineData("would contradict the configurations", "--", "--speculative-num-steps", "5")]
    [InlineData("no flag --bogus", "--", "--bogus")]
    public Task A_value_that_can_not_be_meant_is_refused_before_anything_starts(string helpful, params string[] arguments) =>
        RefusedAsync(helpful, [.. Bench, .. arguments]);

    [Fact(Timeout = Timeout)]
    public async Task A_trace_says_alone_what_is_asked_and_when()
    {
        var trace = Path.Combine(_folder, "trace.jsonl");
        await RefusedAsync("leave out --rate 4", "bench", "tiny", "--trace", trace, "--rate", "4");
        await RefusedAsync("leave out --samples", "bench", "tiny", "--trace", trace, "--samples", "2");
        await RefusedAsync("run other workloads by themselves", [.. Bench, "--trace", trace]);
        await RefusedAsync("--data is for the suite's workloads and the images of your own prompts", "bench", "tiny", "--synthetic", "2:20:8", "--data", "/");
        await RefusedAsync("--trace-unit is ms or s, not 'us'", "bench", "tiny", "--trace", trace, "--trace-unit", "us");
    }

    [Fact(Timeout = Timeout)]
    public async Task What_is_missing_is_named()
    {
        await RefusedAsync("What should it ask?", "bench", "tiny");
        await RefusedAsync("Which pair?", "bench", "--prompts", Prompts);
        await RefusedAsync($"prompts are given as --prompts {Prompts}", "bench", "tiny", Prompts);
        await RefusedAsync("is a file", [.. Bench, "--output", Prompts]);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("did you mean '--output'?", "dashboard", "--outptu", "x.html")]
    [InlineData("--output=--x", "dashboard", "--output", "--x")]
    [InlineData("There is no folder '/nonexistent'", "dashboard", "/nonexistent")]
    [InlineData("did you mean '--fail-if'?", "compare", "a", "b", "--fial-if", "failed>0")]
    [InlineData("--fail-if needs a value (LIMIT), and '--json' is an option", "compare", "a", "b", "--fail-if", "--json")]
    [InlineData("are the same run", "compare", "a", "./a/")]
    [InlineData("There is no folder 'a'", "compare", "a", "b")]
    [InlineData("--prompt needs a value (TEXT), and '--json' is an option", "generate", "tiny", "--prompt", "--json")]
    [InlineData("leave out --tp", "generate", "--attach", "http://127.0.0.1:9", "--prompt", "x", "--tp", "2")]
    [InlineData("--python needs a value (PATH), and '--json' is an option", "launch", "tiny", "--python", "--json")]
    [InlineData("--target needs a value (NAME|FOLDER), and '--draft' is an option", "launch", "--target", "--draft", "x")]
    public Task Other_commands_do_not_take_options_for_values_either(string helpful, params string[] arguments) => RefusedAsync(helpful, arguments);

    private string[] Bench => ["bench", "tiny", "--prompts", Prompts];

    private static async Task RefusedAsync(string helpful, params string[] arguments)
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, arguments);
        Assert.Contains(helpful, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.InRange(outcome.ErrorLines.Length, 1, 2);
    }
}
