using System.Text;
using System.Text.Json;
using CsCheck;
using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

public class PlainJsonTests
{
    [Fact(Timeout = 30_000)]
    public void Any_text_comes_back_as_it_was() =>
        Gen.String.Sample(text =>
        {
            var json = Rendered(writer => writer.WriteStringValue(text));
            // A lone half of a character cannot be sent as UTF-8.
            Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), JsonSerializer.Deserialize<string>(json));
        });

    [Fact(Timeout = 30_000)]
    public void Text_is_sent_as_it_is_and_only_what_must_be_is_escaped() =>
        Assert.Equal("\"größe 你好 🙂 <b> & '\\\"\\\\\\n\\t\\u0001\u007f/\"", Rendered(writer => writer.WriteStringValue("größe 你好 🙂 <b> & '\"\\\n\t\u0001\u007f/")));

    [Theory(Timeout = 30_000)]
    [InlineData(3, "3.0")]
    [InlineData(0.8846153846153846, "0.8846153846153846")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(double.NaN, "null")]
    public void Floats_keep_their_point(double value, string expected) =>
        Assert.Equal($"{{\"x\":{expected}}}", Rendered(writer =>
        {
            writer.WriteStartObject();
            writer.WriteFloat("x", value);
            writer.WriteEndObject();
        }));

    private static string Rendered(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(PlainJson.Render(write).Span);
}
