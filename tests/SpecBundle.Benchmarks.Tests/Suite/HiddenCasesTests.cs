using System.IO.Compression;
using System.Text;
using System.Text.Json;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>The hidden test cases of LiveCodeBench's later editions, packed in a Python pickle.</summary>
public sealed class HiddenCasesTests
{
    private const string Text = "[{\"input\": \"1\", \"output\": \"é\"}]";

    [Theory(Timeout = 60_000)]
    [InlineData("8002580D000000", "71002E")]
    [InlineData("8003580D000000", "71002E")]
    [InlineData("8004950F000000000000008C0D", "942E")]
    [InlineData("8005950F000000000000008C0D", "942E")]
    [InlineData("80058D0D00000000000000", "2E")]
    public void A_pickled_text_of_any_protocol_is_read(string before, string after) =>
        Assert.Equal("hello, world!", PickledText.Read(Packed([.. Convert.FromHexString(before), .. "hello, world!"u8, .. Convert.FromHexString(after)])));

    [Theory(Timeout = 60_000)]
    [InlineData("63706F7369780A73797374656D0A")] // posix.system: what only Python would open
    [InlineData("8004950F000000000000005D942E")] // an empty list
    [InlineData("80048CFF41942E")] // a length beyond the end
    [InlineData("80048C01FF942E")] // no UTF-8
    [InlineData("80048C0141")] // no end
    [InlineData("")]
    public void Whatever_is_no_single_text_is_not_read(string pickle) => Assert.Null(PickledText.Read(Packed(Convert.FromHexString(pickle))));

    [Theory(Timeout = 60_000)]
    [InlineData("no base64!")]
    [InlineData("eJxrYJmqzgABPVIA")] // cut short
    [InlineData("AAAA")]
    public void Whatever_is_not_packed_so_is_not_read(string text) => Assert.Null(PickledText.Read(text));

    [Fact(Timeout = 60_000)]
    public void Hidden_cases_that_cannot_be_read_are_left_out_and_that_is_said()
    {
        var tests = ContestTests.Read(Row("eJxrYJmqzgABPVIA"))!;
        Assert.Single(tests.Cases);
        Assert.Contains("public cases only", tests.Note, StringComparison.Ordinal);
        var whole = ContestTests.Read(Row(Packed([0x80, 0x04, 0x8C, (byte)Encoding.UTF8.GetByteCount(Text), .. Encoding.UTF8.GetBytes(Text), (byte)'.'])))!;
        Assert.Equal(("é", null), (whole.Cases[^1].Output, whole.Note));
    }

    private static JsonElement Row(string hidden) => JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["public_test_cases"] = Text, ["private_test_cases"] = hidden });

    private static string Packed(byte[] pickle)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            zlib.Write(pickle);
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
