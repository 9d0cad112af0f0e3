using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>JSON as Python writes and reads it: what a server reads must not be nothing here.</summary>
public sealed class PythonJsonTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("[NaN,Infinity,-Infinity]", "[{ },{      },{       }]")]
    [InlineData("{\"a\": -Infinity}", "{\"a\": {       }}")]
    [InlineData("[\"NaN\",\"\\\"Infinity\"]", "[\"NaN\",\"\\\"Infinity\"]")]
    [InlineData("[-1,1e5,null]", "[-1,1e5,null]")]
    [InlineData("[\"\\ud800\"]", "[\"\\ufffd\"]")]
    [InlineData("[\"\\udc00\\ud800x\"]", "[\"\\ufffd\\ufffdx\"]")]
    [InlineData("[\"\\ud83d\\ude00\"]", "[\"\\ud83d\\ude00\"]")]
    [InlineData("[\"\\\\ud800\"]", "[\"\\\\ud800\"]")]
    [InlineData("{\"\\ud800\":1}", "{\"\\ufffd\":1}")]
    public void What_only_Python_reads_is_read_and_is_no_number_and_not_absent(string json, string read) =>
        Assert.Equal(read, PythonJson.Parse(Encoding.UTF8.GetBytes(json)).GetRawText());

    [Theory(Timeout = 30_000)]
    [InlineData("", "it is not JSON (line 1)")]
    [InlineData("{\"a\":\n\n", "it is not JSON (line 3)")]
    [InlineData("[NaNa]", "it is not JSON (line 1)")]
    [InlineData("[-NaN]", "it is not JSON (line 1)")]
    [InlineData("[Infinit]", "it is not JSON (line 1)")]
    [InlineData("[1,]", "it is not JSON (line 1)")]
    [InlineData("\uFEFF{}", "it is not JSON (line 1)")]
    public void What_Python_does_not_read_either_is_refused_with_the_line(string json, string objection) =>
        Assert.Equal(objection, PythonJson.Objection(Assert.ThrowsAny<JsonException>(() => PythonJson.Parse(Encoding.UTF8.GetBytes(json)))));

    [Fact(Timeout = 30_000)]
    public void Bytes_that_are_no_text_and_lists_without_end_are_refused()
    {
        Assert.Equal("it is not UTF-8", PythonJson.Objection(Assert.ThrowsAny<JsonException>(() => PythonJson.Parse([(byte)'"', 0xE9, (byte)'"']))));
        Assert.ThrowsAny<JsonException>(() => PythonJson.Parse(Encoding.UTF8.GetBytes(new string('[', 1_000_000))));
    }
}
