using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>Text that others wrote, as a terminal and a log may show it.</summary>
public sealed class PrintableTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory(Timeout = 30_000)]
    [InlineData("plain text, Größe, 漢字, Ω", "plain text, Größe, 漢字, Ω")]
    [InlineData("\u001b[32mINFO\u001b[0m ready", "INFO ready")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "\uFFFD[2J\uFFFD]0;title\uFFFD")]
    [InlineData("a\u009b2Jb", "a\uFFFD2Jb")]
    [InlineData("invoice\u202Efdp.exe", "invoice\uFFFDfdp.exe")]
    [InlineData("a\u2066b\u2069c\u200Fd", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("a\u2028b\u2029c\u0085d", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("a\nb\rc\td", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("tag\U000E0041", "tag\uFFFD")]
    [InlineData("👨‍👩‍👧 نمی‌خواهم", "👨‍👩‍👧 نمی‌خواهم")]
    public void One_line_has_nothing_that_rules_a_terminal(string text, string shown) => Assert.Equal(shown, Printable.Of(text));

    [Fact(Timeout = 30_000)]
    public void Lines_keep_their_ends_and_tabs() => Assert.Equal("a\n\tb\uFFFDc", Printable.Lines("a\n\tb\rc"));

    [Theory(Timeout = 30_000)]
    [InlineData("short", 10, "short")]
    [InlineData("two\nlines\there", 20, "two lines here")]
    [InlineData("0123456789", 5, "0123…")]
    [InlineData("0123456789", 0, "…")]
    [InlineData("😀😀😀", 4, "😀…")]
    public void A_long_text_is_cut_between_characters(string text, int width, string shown) => Assert.Equal(shown, Printable.Short(text, width));

    [Fact(Timeout = 30_000)]
    public void Any_text_comes_out_safe_and_JSON_comes_out_equal()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(3) switch
            {
                0 => char.ConvertFromUtf32(random.Next(0xD800)),
                1 => ((char)random.Next(0x20, 0x7F)).ToString(),
                _ => new[] { "\u001b[31m", "\u001b[", "\u009d", "\u202E", "\n", "\u200D", "\U000E0020" }[random.Next(7)],
            }));

            Assert.DoesNotContain(Printable.Of(text), character => char.IsControl(character) || character is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
            var json = JsonSerializer.Serialize(text, Readable);
            Assert.Equal(text, JsonSerializer.Deserialize<string>(Printable.Json(json)));
            Assert.DoesNotContain(Printable.Json(json), character => char.IsControl(character) || character is >= '\u202A' and <= '\u202E');
        }
    }
}
