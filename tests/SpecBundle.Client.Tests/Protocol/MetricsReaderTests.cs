using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>The counters of a server, as a real one writes them.</summary>
public sealed class MetricsReaderTests
{
    [Fact(Timeout = 60_000)]
    public void A_recorded_servers_counter_is_summed_over_its_labels() =>
        Assert.Equal(676 + 645, MetricsReader.Sum(File.ReadAllBytes(Path.Combine(ReplayProcess.Recordings, "http", "eagle3.get_metrics_after.response")), "sglang:generation_tokens_total"u8));

    [Theory(Timeout = 60_000)]
    [InlineData("tokens 3\n", 3.0)]
    [InlineData("tokens{a=\"x } 9\",b=\"y\"} 4.5e2\r\ntokens{a=\"z\"} 1 1700000000000\n", 451.0)]
    [InlineData("# TYPE tokens counter\ntokens_total 7\n", null)]
    [InlineData("tokens{a=\"x\"}", null)]
    [InlineData("tokens{a=\"1\"} 3\ntokens{a=\"2\"} many\n", null)]
    [InlineData("tokens{a=\"1\"} 3\ntokens{a=\"2\"} NaN\n", null)]
    [InlineData("", null)]
    public void What_is_not_there_is_unknown_and_not_zero(string text, double? expected) =>
        Assert.Equal(expected, MetricsReader.Sum(Encoding.UTF8.GetBytes(text), "tokens"u8));
}
