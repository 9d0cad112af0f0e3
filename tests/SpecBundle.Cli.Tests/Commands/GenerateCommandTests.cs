using System.Text.Json;

namespace SpeculativeDecoding.Tests;

public sealed class GenerateCommandTests
{
    private const string Question = "<|bos|><|user|>Tom has 3 apples and buys 4 more. How many apples does Tom have?<|assistant|>";

    [Fact(Timeout = 120_000)]
    public async Task A_json_line_has_exactly_the_documented_fields_and_they_add_up()
    {
        var outcome = await CommandProcess.RunAsync(
            TestContext.Current.CancellationToken, "generate", "tiny", "--prompt", Question, "--max-new-tokens", "48", "--json");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using var line = JsonDocument.Parse(Assert.Single(outcome.OutputLines));
        var root = line.RootElement;
        string[] documented =
        [
            "id", "text", "output_ids", "finish_reason", "prompt_tokens", "completion_tokens", "cached_tokens", "verify_steps", "accept_length",
            "accepted_drafts", "proposed_drafts", "accept_histogram", "step_tokens", "ttft_s", "e2e_s", "chunk_times_s",
        ];
        Assert.Equal(documented, root.EnumerateObject().Select(property => property.Name));
        var tokens = root.GetProperty("completion_tokens").GetInt32();
        var steps = root.GetProperty("verify_steps").GetInt32();
        Assert.Equal(tokens, root.GetProperty("output_ids").GetArrayLength());
        Assert.Equal(tokens, root.GetProperty("step_tokens").EnumerateArray().Sum(step => step.GetInt32()));
        Assert.Equal((double)tokens / steps, root.GetProperty("accept_length").GetDouble(), 9);
        Assert.Equal(steps, root.GetProperty("accept_histogram").EnumerateArray().Sum(count => count.GetInt32()));
    }

    [Fact(Timeout = 240_000)]
    public async Task A_comparison_shows_the_same_greedy_answers_with_and_without_the_draft_and_the_speedup()
    {
        using var prompts = new TemporaryFile(
            $$"""{"id":"apples","prompt":{{JsonSerializer.Serialize(Question)}},"max_new_tokens":32}""" + "\n" +
            """{"prompt":"<|bos|><|user|>A box holds 6 pens. How many pens are in 4 boxes?<|assistant|>"}""" + "\n");

        var outcome = await CommandProcess.RunAsync(
            TestContext.Current.CancellationToken, "generate", "tiny", "--prompts", prompts.Path, "--max-new-tokens", "40", "--compare");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("apples", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("accept length", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Speedup", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 answers are the same", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", outcome.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_failed_request_keeps_its_error_on_its_line_and_the_others_go_on()
    {
        using var prompts = new TemporaryFile(
            """{"id":"outside","input_ids":[1,99999]}""" + "\n" +
            $$"""{"id":"fine","prompt":{{JsonSerializer.Serialize(Question)}},"max_new_tokens":8}""" + "\n");

        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "generate", "tiny", "--prompts", prompts.Path, "--json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(2, outcome.OutputLines.Length);
        using var failed = JsonDocument.Parse(outcome.OutputLines[0]);
        Assert.Contains("99999", failed.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        using var fine = JsonDocument.Parse(outcome.OutputLines[1]);
        Assert.Equal("fine", fine.RootElement.GetProperty("id").GetString());
        Assert.False(fine.RootElement.TryGetProperty("error", out _));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"prompt":5}""", "line 1: prompt is not of its kind: 'id' and 'prompt' are texts")]
    [InlineData("""{"prompt":"a","max_new_tokens":true}""", "max_new_tokens is not of its kind")]
    [InlineData("""{"id":"a"}""", "none of 'prompt', 'input_ids' and 'messages'")]
    [InlineData("""{"prompt":"a","messages":[]}""", "not several")]
    [InlineData("""{"messages":5}""", "'messages' is a list of objects with 'role' and 'content'")]
    [InlineData("""{"messages":[{"role":"assistant","content":"a"}]}""", "asks nothing")]
    [InlineData("""{"messages":[{"content":"a"}]}""", "message 1 has no 'role'")]
    [InlineData("""{"messages":[{"role":"robot","content":"a"}]}""", "of the role 'robot'; there are system, developer, user, assistant, tool")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "message 1 has no 'content'")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", "a part that is no text")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{"}}]},{"role":"tool","content":"a"}]}""", "no JSON object")]
    [InlineData("""{"messages":[{"role":"user","content":"a"}],"tools":[]}""", "'generate' offers no tools")]
    [InlineData("""{"prompt":"a","images":["a.png"]}""", "'generate' sends text alone")]
    public async Task A_line_that_can_t_be_sent_as_it_stands_is_refused(string line, string sentence)
    {
        using var prompts = new TemporaryFile(line + "\n");

        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "generate", "tiny", "--prompts", prompts.Path);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(sentence, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_SGLang_the_failure_names_the_cause_and_the_ways_out()
    {
        var outcome = await CommandProcess.RunAsync(TestContext.Current.CancellationToken, "generate", "qwen3-30b", "--tp", "1", "--prompt", "Hello");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("pip install", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/python3", outcome.Error, StringComparison.Ordinal);
    }
}
