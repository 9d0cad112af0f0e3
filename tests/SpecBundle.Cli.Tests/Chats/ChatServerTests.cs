using System.Net;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary><c>chat</c> with servers that refuse, hang, die or say what no terminal should get.</summary>
public sealed class ChatServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_server_is_asked_as_the_options_say_and_what_it_does_not_tell_is_unknown()
    {
        using var server = new TalkingServer("Fine.", "Yes.");
        await using var chat = CommandProcess.StartTalking("chat", "--attach", server.Address, "--system", "Be brief.", "--temperature", "0.5", "--max-new-tokens", "9");

        var outcome = await chat.SayAllAsync(Cancellation, "How are you?", "//really?");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal("Fine.", outcome.OutputLines[0]);
        Assert.StartsWith("2 tokens, ", outcome.OutputLines[1], StringComparison.Ordinal);
        Assert.EndsWith("accept length unknown", outcome.OutputLines[1], StringComparison.Ordinal);
        Assert.Equal(["system: Be brief.", "user: How are you?"], server.MessagesOf(0));
        Assert.Equal(["system: Be brief.", "user: How are you?", "assistant: Fine.", "user: /really?"], server.MessagesOf(1));
        Assert.Equal(0.5, server.Chats[0].GetProperty("temperature").GetDouble());
        Assert.Equal(9, server.Chats[0].GetProperty("max_tokens").GetInt32());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_question_that_was_refused_is_no_part_of_the_conversation_which_goes_on()
    {
        using var server = new TalkingServer(TalkingServer.Refuses + "too much", "Fine.");
        await using var chat = CommandProcess.StartTalking("chat", "--attach", server.Address);

        var outcome = await chat.SayAllAsync(Cancellation, "One?", "Two?", "/foo");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("Fine.", outcome.OutputLines[0]);
        Assert.Equal(["user: Two?"], server.MessagesOf(1));
        Assert.Contains("too much", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("There is no command '/foo'; /help lists them", outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_dies_midway_ends_the_conversation_and_what_had_arrived_is_there()
    {
        using var server = new TalkingServer("Fine.", "Once upon" + TalkingServer.Dies);
        await using var chat = CommandProcess.StartTalking("chat", "--attach", server.Address, "--json");

        var outcome = await chat.SayAllAsync(Cancellation, "How are you?", "Tell me", "Never asked");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(2, outcome.OutputLines.Length);
        var died = JsonElement.Parse(outcome.OutputLines[1]);
        Assert.Equal("Once upon", died.GetProperty("text").GetString());
        Assert.Equal("StreamCutException", died.GetProperty("error").GetProperty("type").GetString());
        Assert.Single(outcome.ErrorLines, line => line.StartsWith("specbundle: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ctrl_C_ends_an_answer_alone_and_what_had_arrived_stays_marked()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-chat-").FullName;
        try
        {
            var file = Path.Combine(folder, "talk.jsonl");
            using var server = new TalkingServer("Once\nupon" + TalkingServer.Hangs, "Fine.");
            await using var chat = CommandProcess.StartTalking("chat", "--attach", server.Address);
            await chat.SayAsync("Tell me");
            await chat.WaitForLineAsync("Once", Cancellation);

            chat.PressCtrlC();
            await chat.WaitForLineAsync("aborted; what had arrived stays in the conversation", Cancellation);
            var outcome = await chat.SayAllAsync(Cancellation, "How are you?", "/save " + file);

            Assert.True(outcome.ExitCode == 0, outcome.Error);
            Assert.Equal(["user: Tell me", "assistant: Once\nupon", "user: How are you?"], server.MessagesOf(1));
            var messages = JsonElement.Parse(await File.ReadAllTextAsync(file, Cancellation)).GetProperty("messages");
            Assert.True(messages[1].GetProperty("aborted").GetBoolean());
            Assert.False(messages[3].TryGetProperty("aborted", out _));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ctrl_C_between_answers_and_the_second_one_within_an_answer_end_the_command(bool isWithin)
    {
        using var server = new TalkingServer("Fine.\n", "Once\n" + TalkingServer.Hangs);
        await using var chat = CommandProcess.StartTalking("chat", "--attach", server.Address, "--json");
        await chat.SayAsync("How are you?");
        await chat.WaitForLineAsync("{", Cancellation);
        if (isWithin)
        {
            await chat.SayAsync("Tell me");
            while (server.Chats.Count < 2)
            {
                await Task.Delay(20, Cancellation);
            }

            // The first one ends the answer; it may be that the second comes when it has.
            chat.PressCtrlC();
        }

        await Task.Delay(200, Cancellation);
        chat.PressCtrlC();
        var outcome = await chat.WaitAsync(Cancellation);

        Assert.Equal(130, outcome.ExitCode);
        Assert.Empty(outcome.Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_answer_says_does_not_rule_the_terminal()
    {
        using var server = new TalkingServer("a\u001b[2Jb\u001b]0;owned\ac\u202Etxt.exe\r\n", "d\u009b32m");

        var outcome = await Pty.TypeAsync("hi\rthere\r/exit\r", 80, [], Cancellation, "chat", "--attach", server.Address);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("\uFFFD[2Jb", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("> ", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Output, character => character is '\u009b' or '\u202E' or '\a');
        Assert.Contains("\u001b[2m2 tokens, ", outcome.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_at_an_address_is_said_at_once()
    {
        var outcome = await CommandProcess.RunAsync(Cancellation, "chat", "--attach", "http://127.0.0.1:9");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("No server answers at", outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Messages_for_a_server_whose_target_is_not_known_here_are_refused_in_a_sentence()
    {
        using var server = new SayingServer(HttpStatusCode.BadRequest, "never asked");
        using var prompts = new TemporaryFile("""{"messages":[{"role":"user","content":"hi"}]}""" + "\n");

        var outcome = await CommandProcess.RunAsync(Cancellation, "generate", "--attach", server.Address, "--prompts", prompts.Path);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("The server serves m, which is no folder of this machine and no name on the Hub: its chat template for 'messages' can't be read.", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }
}
