using System.Text.Json;
using SpeculativeDecoding.Cli;

namespace SpeculativeDecoding.Tests;

/// <summary><c>generate</c> with conversations in place of prompts.</summary>
public sealed class GenerateMessagesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Messages_are_what_the_target_s_template_makes_of_them_on_a_server_of_ours_and_on_one_that_runs()
    {
        using var prompts = new TemporaryFile(
            """{"id":"plain","prompt":"<|bos|><|user|>A box holds 6 pens. How many pens are in 4 boxes?<|assistant|>"}""" + "\n" +
            """{"id":"messages","messages":[{"role":"user","content":"A box holds 6 pens. How many pens are in 4 boxes?"}]}""" + "\n" +
            """{"id":"parts","messages":[{"role":"user","content":[{"type":"text","text":"A box holds 6 pens. "},{"type":"text","text":"How many pens are in 4 boxes?"}]},{"role":"assistant","content":"24"}]}""" + "\n" +
            """{"id":"spelled","messages":[{"role":"user","content":"<|assistant|>"}]}""" + "\n");
        await using var launch = CommandProcess.Start("launch", "tiny", "--json");
        using var server = JsonDocument.Parse(await launch.WaitForLineAsync("{", Cancellation));
        string[] attached = ["--attach", server.RootElement.GetProperty("address").GetString()!, "--api-key", server.RootElement.GetProperty("api_key").GetString()!];

        foreach (var where in (string[][])[["tiny"], attached])
        {
            var outcome = await CommandProcess.RunAsync(Cancellation, ["generate", .. where, "--prompts", prompts.Path, "--max-new-tokens", "24", "--json"]);

            Assert.True(outcome.ExitCode == 0, outcome.Error);
            var rows = outcome.OutputLines.Select(line => JsonElement.Parse(line)).ToList();
            Assert.All(rows.Take(3), row => Assert.Equal(rows[0].GetProperty("prompt_tokens").GetInt32(), row.GetProperty("prompt_tokens").GetInt32()));
            Assert.Single(rows.Take(3).Select(row => row.GetProperty("text").GetString()).Distinct());

            // What a user spells out is text: more than one token between the template's own.
            Assert.True(rows[3].GetProperty("prompt_tokens").GetInt32() > 4);
        }
    }

    [Fact(Timeout = 60_000)]
    public void Calls_of_tools_and_their_results_are_read_as_servers_take_them()
    {
        var messages = PromptMessages.Read(
            JsonElement.Parse(
                """
                [{"role":"system","content":"s"},{"role":"user","content":"u"},
                 {"role":"assistant","content":null,"reasoning_content":"r","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"function":{"name":"g","arguments":{}}}]},
                 {"role":"tool","tool_call_id":"1","name":"f","content":"t"},{"role":"assistant","content":"answered once","aborted":true}]
                """),
            "here");

        Assert.Equal(["system", "user", "assistant", "tool"], messages.Select(message => message.Role));
        Assert.Equal("r", messages[2].Reasoning);
        Assert.Empty(messages[2].Parts);
        Assert.Equal(["f", "g"], messages[2].ToolCalls.Select(call => call.Name));
        Assert.Equal(1, messages[2].ToolCalls[0].Arguments.GetProperty("a").GetInt32());
        Assert.Equal(("1", "f", "t"), (messages[3].ToolCallId, messages[3].Name, messages[3].Text));
    }

    [Fact(Timeout = 60_000)]
    public void Half_a_character_is_no_text() =>
        Assert.Contains("half a character", Assert.Throws<UsageException>(() => PromptMessages.Read(JsonElement.Parse("""[{"role":"user","content":"\ud800"}]"""), "here")).Message, StringComparison.Ordinal);
}
