namespace SpeculativeDecoding.Tests;

public sealed class UsageTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("catalog", "--json")]
    [InlineData("plan", "--documented", "--format", "--sglang-version", "--tp", "--steps", "--topk", "--draft-tokens", "--no-draft", "--engine", "--python", "--port", "--timeout")]
    [InlineData("doctor", "--json")]
    [InlineData("launch", "--engine", "--port", "--timeout")]
    [InlineData("generate", "--attach", "--api-key", "--prompt", "--prompts", "--max-new-tokens", "--temperature", "--compare", "--json", "--target", "--draft")]
    [InlineData("bench", "--pair", "--benchmark-list", "--data", "--prompts", "--synthetic", "--trace", "--trace-unit", "--config-list", "--rate", "--samples", "--warm-up", "--seed", "--output", "--goodput", "--confidence", "--fail-if", "--attach")]
    [InlineData("chat", "--attach", "--api-key", "--system", "--max-new-tokens", "--temperature", "--json", "--target", "--draft", "--first-token-timeout", "--log")]
    [InlineData("compare", "--json", "--goodput", "--confidence", "--fail-if")]
    [InlineData("dashboard", "--output", "--goodput", "--confidence")]
    public async Task Help_names_every_option_of_a_command(string command, params string[] options)
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, command, "--help");

        Assert.Equal(0, outcome.ExitCode);
        Assert.All(options, option => Assert.Contains(option, outcome.Output, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Help_lists_the_commands()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "--help");

        Assert.Equal(0, outcome.ExitCode);
        string[] commands = ["catalog", "plan", "doctor", "launch", "generate", "chat"];
        Assert.All(commands, command => Assert.Contains(command, outcome.Output, StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("did you mean 'generate'", "genrate", "tiny")]
    [InlineData("did you mean '--documented'", "plan", "tiny", "--documentd")]
    [InlineData("qwen3-30b", "plan", "qwen-30b")]
    [InlineData("Which pair?", "plan")]
    [InlineData("--draft needs the --target", "plan", "--draft", "someone/draft")]
    [InlineData("not both", "plan", "tiny", "--target", "someone/model")]
    [InlineData("--steps is a whole number above 0", "plan", "tiny", "--steps", "none")]
    [InlineData("a tree needs", "plan", "tiny", "--topk", "4")]
    [InlineData("--engine is sglang or embedded", "plan", "tiny", "--engine", "vllm")]
    [InlineData("--timeout", "launch", "tiny", "--timeout", "-1")]
    [InlineData("--prompt", "generate", "tiny")]
    [InlineData("no file", "generate", "tiny", "--prompts", "/nonexistent/prompts.jsonl")]
    [InlineData("not both", "generate", "tiny", "--prompt", "Hello", "--prompts", "x.jsonl")]
    [InlineData("--max-new-tokens is at least 1", "generate", "tiny", "--prompt", "Hello", "--max-new-tokens", "0")]
    [InlineData("--temperature is at least 0", "generate", "tiny", "--prompt", "Hello", "--temperature", "-1")]
    [InlineData("--attach needs an address", "generate", "--attach", "localhost", "--prompt", "Hello")]
    [InlineData("it takes no pair", "chat", "tiny", "--attach", "http://127.0.0.1:9")]
    [InlineData("leave out --steps", "chat", "--attach", "http://127.0.0.1:9", "--steps", "3")]
    [InlineData("Which pair?", "chat")]
    [InlineData("--max-new-tokens is at least 1", "chat", "tiny", "--max-new-tokens", "0")]
    [InlineData("--temperature", "chat", "tiny", "--temperature", "1e300")]
    [InlineData("--no-draft", "generate", "tiny", "--prompt", "Hello", "--compare", "--no-draft")]
    public async Task Wrong_input_gives_exit_code_2_and_a_helpful_line(string helpful, params string[] arguments)
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, arguments);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains(helpful, outcome.Error, StringComparison.Ordinal);
        Assert.InRange(outcome.ErrorLines.Length, 1, 2);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }
}
