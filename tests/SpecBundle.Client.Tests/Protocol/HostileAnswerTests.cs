using System.Text;
using System.Text.Json;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>Whatever a server sends, each reader gives a value or says in one sentence that it can't be read.</summary>
[LongForm]
public sealed class HostileAnswerTests
{
    private const int Limit = 1_800_000;
    private static readonly int Inputs = Soak.Inputs(brief: 4_000, full: 100_000);
    private static readonly string[] Frames = [.. RecordedStream.Load("eagle3.generate_stream").Frames.Select(frame => frame.ToJsonString())];
    private static readonly ServerInfo Chain = new() { Speculation = new SpeculationSettings(3, 1, 4) };

    [Fact(Timeout = 60_000)]
    public void A_key_that_the_server_repeats_is_not_shown()
    {
        Assert.Equal("no such key: ***", ErrorBody.Read("""{"error":{"message":"no such key: sesame-42"}}"""u8.ToArray(), "sesame-42").Message);
        Assert.Equal("*** is wrong", ErrorBody.Read("sesame-42 is wrong"u8.ToArray(), "sesame-42").Message);
    }

    [Fact(Timeout = Limit)]
    public void No_frame_makes_the_reader_of_answers_throw_anything_but_its_own_errors() =>
        HostileBytes.Like(Frames).Array[1, 4].Sample(
            frames =>
            {
                var answer = new AnswerAssembler(RequestId.Require("own", "id"), frames.Length % 2 == 0 ? Chain : null, isStreamed: true);
                foreach (var frame in frames)
                {
                    try
                    {
                        var chunk = answer.Accept(frame, TimeSpan.FromSeconds(1));
                        Look(chunk?.Result?.Statistics);
                        _ = chunk?.Text;
                    }
                    catch (Exception exception) when (exception is JsonException or RequestRejectedException or RequestAbortedException)
                    {
                        Assert.InRange(exception.Message.Length, 1, 5_000);
                    }

                    Look(answer.Partial(TimeSpan.FromSeconds(2)).Statistics);
                }
            },
            iter: Inputs,
            threads: 2);

    [Fact(Timeout = Limit)]
    public async Task No_event_stream_does_either() =>
        await Gen.Select(HostileBytes.Like(Frames), Gen.Int[0, 4]).Array[1, 4].Select(Gen.Int[1, 300]).SampleAsync(
            async (events, size) =>
            {
                string[] ends = ["\n\n", "\r\n\r\n", "\r\r", "\n", ""];
                byte[] bytes = [.. events.SelectMany(one => (byte[])[.. "data: "u8, .. one.Item1, .. Encoding.ASCII.GetBytes(ends[one.Item2])])];
                try
                {
                    foreach (var chunk in await Answers.ReadAsync(new PiecewiseStream(bytes, size)))
                    {
                        Look(chunk.Result?.Statistics);
                    }
                }
                catch (Exception exception) when (exception is JsonException or RequestRejectedException or RequestAbortedException)
                {
                    Assert.InRange(exception.Message.Length, 1, 5_000);
                }
            },
            iter: Inputs,
            threads: 2);

    [Fact(Timeout = Limit)]
    public void No_server_info_does_either()
    {
        var recorded = File.ReadAllText(Path.Combine(ReplayProcess.Recordings, "http", "eagle3.get_server_info_after.response"));
        HostileBytes.Like(recorded[recorded.IndexOf('{', StringComparison.Ordinal)..], """{"version":"0.5.17","model_path":"s3://bucket/model"}""").Sample(
            bytes =>
            {
                try
                {
                    var info = ServerInfoReader.Read(bytes);
                    Assert.InRange(info.LeftOut.Count, 0, 16);
                    _ = ServerLimits.Of(null, info).GetMaxNewTokens(int.MaxValue);
                    RequestCheck.Check(new GenerateRequest { Prompt = "x" }, info.VocabularySize);
                }
                catch (Exception exception) when (exception is JsonException or InvalidOperationException)
                {
                    // What the client turns into "is not server info".
                }
            },
            iter: Inputs,
            threads: 2);
    }

    [Fact(Timeout = Limit)]
    public void No_refusal_and_no_metrics_do_either() =>
        HostileBytes.Like(
            """{"error":{"message":"too long","code":400}}""", """{"object":"error","message":"m","code":"x"}""", "<html>Bad Gateway</html>", """{"detail":[{"loc":["body"],"msg":"m"}]}""",
            "sglang:generation_tokens_total{model=\"a } b\"} 17.0\nsglang:generation_tokens_total 5 1700000000\n").Sample(
            bytes =>
            {
                Assert.InRange(ErrorBody.Read(bytes, null).Message.Length, 0, 2_010);
                Assert.True(MetricsReader.Sum(bytes, "sglang:generation_tokens_total"u8) is null or <= double.MaxValue);
            },
            iter: Inputs,
            threads: 2);

    /// <summary>Everything that follows from the counts.</summary>
    private static void Look(RequestStatistics? statistics)
    {
        if (statistics is null)
        {
            return;
        }

        var totals = new SpeculationTotals();
        totals.Add(statistics);
        totals.Add(statistics);
        _ = (totals.AcceptLength, totals.AcceptRate, totals.TokensPerVerifyStep, totals.DraftPositions.Count, statistics.TimePerOutputToken, statistics.Speculation?.DraftPositions?.Count, statistics.Chunks.Sum(chunk => (long)chunk.Tokens));
        Assert.InRange(statistics.Violations.Count, 0, 40);
    }
}
