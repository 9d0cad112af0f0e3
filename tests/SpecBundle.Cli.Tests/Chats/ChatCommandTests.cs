using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary><c>chat</c> in a pipe, on the embedded engine.</summary>
public sealed class ChatCommandTests
{
    private const string Question = "Tom has 3 apples and buys 4 more. How many apples does Tom have?";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_second_turn_sees_the_first_and_none_sees_what_was_cleared()
    {
        await using var chat = CommandProcess.StartTalking("chat", "tiny", "--json", "--max-new-tokens", "40");

        var outcome = await chat.SayAllAsync(Cancellation, Question, "", "And with 2 more?", "/clear", Question);

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var turns = outcome.OutputLines.Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(["1", "2", "3"], turns.Select(turn => turn.GetProperty("id").GetString()));
        int Count(int turn, string name) => turns[turn].GetProperty(name).GetInt32();
        Assert.True(Count(1, "prompt_tokens") > Count(0, "prompt_tokens") + Count(0, "completion_tokens"));
        Assert.Equal(Count(0, "prompt_tokens"), Count(2, "prompt_tokens"));
        Assert.Equal(turns[0].GetProperty("text").GetString(), turns[2].GetProperty("text").GetString());
        Assert.All(turns, turn => Assert.Equal((double)turn.GetProperty("completion_tokens").GetInt32() / turn.GetProperty("verify_steps").GetInt32(), turn.GetProperty("accept_length").GetDouble(), 9));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_json_line_has_the_fields_of_generate()
    {
        await using var chat = CommandProcess.StartTalking("chat", "tiny", "--json", "--max-new-tokens", "8");

        var outcome = await chat.SayAllAsync(Cancellation, Question);

        string[] documented =
        [
            "id", "text", "output_ids", "finish_reason", "prompt_tokens", "completion_tokens", "cached_tokens", "verify_steps", "accept_length",
            "accepted_drafts", "proposed_drafts", "accept_histogram", "step_tokens", "ttft_s", "e2e_s", "chunk_times_s",
        ];
        var line = JsonElement.Parse(Assert.Single(outcome.OutputLines));
        Assert.Equal(documented, line.EnumerateObject().Select(property => property.Name));
        Assert.Equal("length", line.GetProperty("finish_reason").GetString());
        Assert.Equal(8, line.GetProperty("completion_tokens").GetInt32());
    }

    [Fact(Timeout = 240_000)]
    public async Task What_is_saved_is_a_prompt_that_generate_answers_alike()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-chat-").FullName;
        try
        {
            var (file, other) = (Path.Combine(folder, "talk.jsonl"), Path.Combine(folder, "other.txt"));
            await File.WriteAllTextAsync(other, "kept", Cancellation);
            await using var chat = CommandProcess.StartTalking("chat", "tiny", "--system", "You count.", "--max-new-tokens", "40");

            var said = await chat.SayAllAsync(Cancellation, "/save " + file, Question, "And with 2 more?", "/save " + file, $"/save {other}", "/save " + file);

            Assert.Equal(1, said.ExitCode);
            Assert.Contains("Nothing was said yet", said.Error, StringComparison.Ordinal);
            Assert.Contains($"'{other}' exists already, and is kept as it is", said.Error, StringComparison.Ordinal);
            Assert.Equal("kept", await File.ReadAllTextAsync(other, Cancellation));
            var messages = JsonElement.Parse(Assert.Single(await File.ReadAllLinesAsync(file, Cancellation))).GetProperty("messages").EnumerateArray().ToList();
            Assert.Equal(["system", "user", "assistant", "user", "assistant"], messages.Select(message => message.GetProperty("role").GetString()));

            var again = await CommandProcess.RunAsync(Cancellation, "generate", "tiny", "--prompts", file, "--max-new-tokens", "40", "--json");

            Assert.True(again.ExitCode == 0, again.Error);
            Assert.Equal(messages[^1].GetProperty("content").GetString(), JsonElement.Parse(Assert.Single(again.OutputLines)).GetProperty("text").GetString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pipe_gets_answers_and_their_figures_without_signs_or_colour()
    {
        await using var chat = CommandProcess.StartTalking("chat", "tiny");

        var outcome = await chat.SayAllAsync(Cancellation, Question, "/exit", "Never asked");

        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotContain('\u001b', outcome.Output);
        Assert.DoesNotContain("> ", outcome.Output, StringComparison.Ordinal);
        Assert.Single(outcome.OutputLines, line => line.Contains("accept length", StringComparison.Ordinal));
        Assert.Matches(@"^\d+ tokens, \d+ tokens/s, first token after \d+ ms, accept length \d\.\d\d$", outcome.OutputLines[^1]);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("<&-")]
    [InlineData("</dev/null")]
    public async Task An_input_without_a_line_ends_the_conversation(string redirection)
    {
        await using var chat = CommandProcess.StartInShell("", redirection, "chat", "tiny");

        var outcome = await chat.WaitAsync(Cancellation);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Output);
    }
}
