using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.AI;

namespace SpeculativeDecoding.Tests;

/// <summary>Whatever a server sends to a chat, its reader gives an answer or a typed error.</summary>
[LongForm]
public sealed class HostileChatTests(ReplayProcess server) : IClassFixture<ReplayProcess>
{
    private const int Limit = 1_800_000;
    private const string Recorded = "eagle3.chat_stream_full";
    private static readonly int Inputs = Soak.Inputs(brief: 3_000, full: 100_000);

    private static readonly string[] Frames =
    [
        .. Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(ReplayProcess.Recordings, "http", Recorded + ".response"))).Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line[6..].TrimEnd()).Take(4),
        Chats.Chunk("""{"tool_calls":[{"id":"c1","index":0,"function":{"name":"f","arguments":"{\"a\":"}}]}"""),
        Chats.Chunk("""{"reasoning_content":"\u00e9"}""", "tool_calls", Chats.Usage(1, 2)),
        """{"choices":[],"sglext":{"cached_tokens_details":{"device":3},"spec_tokens_details":{"spec_verify_ct":1,"spec_num_correct_drafts":2,"spec_correct_drafts_histogram":[0,1]}},"usage":{"prompt_tokens_details":{"cached_tokens":4}}}""",
        """{"id":"abc","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"content":"x","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop","meta_info":{"completion_tokens":3,"finish_reason":{"type":"stop"}}}]}""",
    ];

    [Fact(Timeout = Limit)]
    public void No_frame_makes_the_reader_of_chats_throw_anything_but_its_own_errors() =>
        HostileBytes.Like(Frames).Array[1, 5].Sample(
            frames =>
            {
                var answer = Answer();
                var updates = new ChatUpdates(answer, Request(), DateTimeOffset.UnixEpoch);
                foreach (var frame in frames)
                {
                    try
                    {
                        if (answer.Accept(frame, TimeSpan.FromSeconds(1)) is { } piece)
                        {
                            _ = updates.Of(piece).Text;
                        }
                    }
                    catch (Exception exception) when (exception is JsonException or RequestRejectedException or RequestAbortedException)
                    {
                        Assert.InRange(exception.Message.Length, 1, 5_000);
                    }

                    _ = answer.Partial(TimeSpan.FromSeconds(2)).Statistics.TimePerOutputToken;
                }

                if (answer.Close() is { } last)
                {
                    Assert.NotNull(updates.Of(last).GetStatistics());
                }
            },
            iter: Inputs,
            threads: 2);

    [Fact(Timeout = Limit)]
    public async Task However_the_bytes_are_split_the_pieces_are_the_same()
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Frames.Take(4).Append(Chats.Chunk("{}", "stop")).Append("[DONE]").Select(frame => $"data: {frame}\n\n")));
        await Gen.Int[1, 700].Array[1, 5].SampleAsync(async sizes => await TextAsync(new PiecewiseStream(body, sizes)) == "Eliza earns", iter: 100, threads: 1);
    }

    [Fact(Timeout = Limit)]
    public async Task However_a_stream_is_cut_what_arrived_is_kept()
    {
        var path = Path.Combine(ReplayProcess.Recordings, "http", Recorded + ".response");
        var whole = (await AskAsync(Recorded)).Text;
        await Gen.Double[0, 1].SampleAsync(
            async where =>
            {
                var (text, error) = await AskAsync(Recorded, $";truncate={(int)(new FileInfo(path).Length * where)}");
                return error is null ? text == whole : whole.StartsWith(text, StringComparison.Ordinal) && (error.Partial?.Text ?? "") == text;
            },
            iter: 80,
            threads: 1);
    }

    [Fact(Timeout = Limit)]
    public async Task Spoilt_bytes_never_give_anything_but_an_answer_or_a_typed_error()
    {
        var recorded = await File.ReadAllBytesAsync(Path.Combine(ReplayProcess.Recordings, "http", Recorded + ".response"), TestContext.Current.CancellationToken);
        await Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 6].SampleAsync(
            async changes =>
            {
                var bytes = recorded.ToArray();
                foreach (var (where, value) in changes)
                {
                    bytes[(int)(where * (bytes.Length - 1))] = value;
                }

                // An exception of any other type fails the sample.
                await AskAsync(server.Add(bytes));
            },
            iter: 80,
            threads: 1);
    }

    [Theory(Timeout = Limit)]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"x\\udc00\"")]
    public async Task Half_a_character_is_no_text(string json)
    {
        var (_, error) = await AskAsync(server.Add(Chats.Stream([Chats.Chunk($$"""{"content":{{json}}}""")])));

        Assert.IsType<MalformedAnswerException>(error);
    }

    [Fact(Timeout = Limit)]
    public async Task Depth_and_length_are_bounded()
    {
        var deep = new string('[', 1000) + new string(']', 1000);
        Assert.IsType<MalformedAnswerException>((await AskAsync(server.Add(Chats.Stream([$$"""{"choices":{{deep}}}"""])))).Error);
        Assert.IsType<MalformedAnswerException>((await AskAsync(server.Add(Chats.Stream([$$"""{"choices":[],"x":"{{new string('x', 17 * 1024 * 1024)}}"}"""])))).Error);
    }

    [Fact(Timeout = Limit)]
    public async Task Bytes_that_are_no_text_are_told_and_shown_as_such()
    {
        byte[] stream = [.. Chats.Stream([], isDone: false), .. "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a"u8, 0xFF, .. "b\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"u8];
        using var client = new SpecClient(server.Address(server.Add(stream)));

        var response = (await client.AsIChatClient().ReadAsync()).ToChatResponse();

        Assert.Equal("a\uFFFDb", response.Text);
        Assert.Contains("no UTF-8", Assert.Single(response.GetStatistics()!.Violations), StringComparison.Ordinal);
    }

    private static ChatAnswer Answer() => new(RequestId.Require("own", "id"), new ServerInfo { StreamInterval = 1, Speculation = new SpeculationSettings(3, 1, 4) }, new ClientWork(TimeProvider.System), isStreamed: true, canCountSteps: true);

    private static ChatRequest Request() => new(null!, Chats.Question, null);

    private static async Task<string> TextAsync(Stream stream)
    {
        var answer = Answer();
        var text = new StringBuilder();
        await using var pieces = new AnswerStream<ChatPiece>(stream, answer, new ClientWork(TimeProvider.System), TimeProvider.System, TimeProvider.System.GetTimestamp());
        await foreach (var piece in pieces.ReadAsync(CancellationToken.None))
        {
            text.Append(piece?.Text);
        }

        return answer.Close() is null ? "" : text.ToString();
    }

    private async Task<(string Text, GenerateException? Error)> AskAsync(string name, string options = "")
    {
        using var client = new SpecClient(server.Address(name, options), new SpecClientOptions { FirstTokenTimeout = TimeSpan.FromSeconds(20), IdleTimeout = TimeSpan.FromSeconds(20) });
        var text = new StringBuilder();
        try
        {
            await foreach (var update in client.AsIChatClient().GetStreamingResponseAsync(Chats.Question))
            {
                text.Append(update.Text);
            }

            return (text.ToString(), null);
        }
        catch (GenerateException error)
        {
            return (text.ToString(), error);
        }
    }
}
