using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>Form C by Unicode's own conformance file (Fixtures/NormalizationTest.txt.gz, version 15.0.0).</summary>
public sealed class FormCTests
{
    private const int Timeout = 60_000;

    [Fact(Timeout = Timeout)]
    public void Every_line_of_the_conformance_file_holds()
    {
        var lines = 0;
        foreach (var columns in Rows())
        {
            lines++;
            Assert.All(columns[..3], text => Assert.Equal(columns[1], FormC.Normalize(text)));
            Assert.All(columns[3..5], text => Assert.Equal(columns[3], FormC.Normalize(text)));
        }

        Assert.Equal(19_074, lines);
    }

    [Fact(Timeout = Timeout)]
    public void Every_character_that_the_conformance_file_leaves_out_stays_as_it_is()
    {
        var listed = Rows(part: "@Part1").Where(columns => columns[0].EnumerateRunes().Count() == 1).Select(columns => columns[0]).ToHashSet();
        Assert.True(listed.Count > 16_000);
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.IsValid(code) && new Rune(code).ToString() is var text && !listed.Contains(text))
            {
                Assert.Equal(text, FormC.Normalize(text));
            }
        }
    }

    [Fact(Timeout = Timeout)]
    public void Half_a_character_becomes_the_replacement_character()
    {
        Assert.Equal("e\uFFFD\u0301", FormC.Normalize("e\uD800\u0301"));
        Assert.Equal("\uFFFD", FormC.Normalize("\uDC00"));
    }

    [Fact(Timeout = Timeout)]
    public void A_text_that_is_in_form_C_is_not_copied()
    {
        const string Text = "推测解码 — déjà vu, 한국어";

        Assert.Same(Text, FormC.Normalize(Text));
    }

    [Fact(Timeout = Timeout)]
    public void Marks_without_end_are_put_in_order_in_one_go()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 200_000));

        Assert.Equal("\u1EA1" + new string('\u0323', 199_999) + new string('\u0301', 200_000), FormC.Normalize(text));
    }

    private static IEnumerable<string[]> Rows(string? part = null)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "NormalizationTest.txt.gz")), CompressionMode.Decompress));
        var current = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('@'))
            {
                current = line.Split(' ')[0];
            }
            else if (line.Length > 0 && line[0] != '#' && (part ?? current) == current)
            {
                yield return [.. line.Split(';').Take(5).Select(Text)];
            }
        }
    }

    private static string Text(string codes) => string.Concat(codes.Split(' ').Select(code => new Rune(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));
}
