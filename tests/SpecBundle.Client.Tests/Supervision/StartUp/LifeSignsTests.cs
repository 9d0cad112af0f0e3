namespace SpeculativeDecoding.Tests;

/// <summary>Which lines of a log show that a start still moves.</summary>
public sealed class LifeSignsTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("INFO:     127.0.0.1:46570 - \"GET /health HTTP/1.1\" 503 Service Unavailable")]
    [InlineData("[2026-11-24 00:08:14] INFO:     127.0.0.1:46570 - \"GET /health HTTP/1.1\" 503 Service Unavailable")]
    [InlineData("[2026-11-24 00:08:14] INFO:     ::1:46570 - \"GET /health HTTP/1.1\" 503 Service Unavailable")]
    [InlineData("[2026-11-24 00:08:14.123] INFO:     10.0.0.7:9 - \"GET /get_server_info HTTP/1.1\" 200 OK")]
    [InlineData("[2026-11-24 00:08:14] INFO:      - \"GET /metrics HTTP/1.0\" 200 OK")]
    [InlineData("")]
    public void A_request_of_ours_or_of_anybody_else_is_no_sign_of_life(string line)
    {
        Assert.Equal([LifeSign.None], Signs(line));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("[2026-11-24 00:08:14] port 29500 is in use. Waiting for 3 seconds", "[2026-11-24 00:08:17] port 29500 is in use. Waiting for 6 seconds")]
    [InlineData("[2026-11-24 00:08:14 TP0] Waiting for 1a2b3c4d-0011", "[2026-11-24 00:09:14 TP1] Waiting for 9f8e7d6c-2233")]
    [InlineData("still loading (0x7f001122)", "still loading (0x7f99aabb)")]
    public void What_is_said_again_with_another_time_or_number_is_no_sign_of_life(string first, string second)
    {
        Assert.Equal([LifeSign.News, LifeSign.None], Signs(first, second));
    }

    [Fact(Timeout = 60_000)]
    public void Two_messages_in_turns_are_a_loop()
    {
        Assert.Equal([LifeSign.News, LifeSign.News, LifeSign.None, LifeSign.None], Signs("retrying", "failed: timed out", "retrying", "failed: timed out"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("DeepGEMM warmup:  12%|#2        | 1966/16384 [00:41<05:01, 47.9it/s]", "DeepGEMM warmup:  13%|#3        | 2130/16384 [00:44<04:57, 47.9it/s]")]
    [InlineData("model-00001.safetensors:  42%|####2     | 2.10G/4.98G [00:11<00:15, 190MB/s]", "model-00001.safetensors:  43%|####3     | 2.14G/4.98G [00:11<00:15, 190MB/s]")]
    [InlineData("Multi-thread loading shards: 900M/2.0G", "Multi-thread loading shards: 1.1G/2.0G")]
    [InlineData("[3/40] building a.cu", "[4/40] building a.cu")]
    [InlineData("Loading weights: 10%", "Loading weights: 11.5 %")]
    public void A_count_that_grows_is_an_advance_and_one_that_stands_is_none(string first, string second)
    {
        var signs = Signs(first, second, second);

        Assert.NotEqual(LifeSign.None, signs[0]);
        Assert.Equal([LifeSign.Advance, LifeSign.None], signs[1..]);
    }

    [Fact(Timeout = 60_000)]
    public void Bars_of_two_ranks_beside_each_other_count_once()
    {
        Assert.Equal([LifeSign.News, LifeSign.None, LifeSign.Advance, LifeSign.None], Signs(Bar(10), Bar(8), Bar(11), Bar(9)));
    }

    [Fact(Timeout = 60_000)]
    public void A_full_bar_may_begin_anew_but_not_for_ever()
    {
        Assert.Equal([LifeSign.News, LifeSign.Advance, LifeSign.Advance, LifeSign.Advance], Signs(Bar(50), Bar(100), Bar(1), Bar(2)));

        var attempts = Enumerable.Range(0, 3_000).Select(index => $"attempt {(index % 3) + 1}/3").ToArray();
        Assert.Equal(LifeSign.None, Signs(attempts)[^1]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("startup/plain")]
    [InlineData("startup/eagle3_first_start")]
    [InlineData("startup/sglang_serve_then_sigterm")]
    public void A_recorded_start_shows_life_wherever_it_said_something_new(string recording)
    {
        var reader = new StartUpReader();
        var advances = 0;
        foreach (var line in LogRecording.Lines(recording).SelectMany(line => line.Split('\r')))
        {
            var step = reader.Read(line);
            Assert.True(step is null || reader.Sign == LifeSign.Advance);
            advances += reader.Sign == LifeSign.Advance ? 1 : 0;
        }

        Assert.InRange(advances, 10, 1_000);
    }

    private static string Bar(int done) => $"DeepGEMM warmup: {done}%|##  | {done}/100 [00:41<05:01, 47.9it/s]";

    private static LifeSign[] Signs(params string[] lines)
    {
        var reader = new StartUpReader();
        return [.. lines.Select(line =>
        {
            reader.Read(line);
            return reader.Sign;
        })];
    }
}
