using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Rows of JSON Lines, JSON and CSV files.</summary>
public sealed class DataFileTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("rows.jsonl", "{\"a\":1,\"b\":\"é\"}\n\n{\"a\":2,\"b\":\"🙂\"}")]
    [InlineData("rows.ndjson", "{\"a\":1,\"b\":\"é\"}\r\n{\"a\":2,\"b\":\"🙂\"}\r\n")]
    [InlineData("rows.json", "[{\"a\":1,\"b\":\"é\"},\n {\"a\":2,\"b\":\"🙂\"}]")]
    [InlineData("rows.csv", "a,b\n1,é\n2,🙂\n")]
    public async Task The_extension_says_how_rows_are_read_packed_or_not(string name, string text)
    {
        using var folder = new TemporaryFolder();
        string[] expected = ["1 é", "2 🙂"];
        Assert.Equal(expected, await ReadAsync(await folder.WriteAsync(name, text)));

        var packed = Path.Combine(folder.Root, name + ".gz");
        await using (var file = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, await ReadAsync(packed));
    }

    [Theory(Timeout = Limit)]
    [InlineData("bad.jsonl", "{\"a\":1}\n{\"a\":", "line 2: not JSON")]
    [InlineData("list.jsonl", "[1]", "line 1: a row is a JSON object")]
    [InlineData("bad.json", "[{\"a\":1},", "not a JSON array")]
    [InlineData("bad.csv", "a,b\n1,2\n3", "line 3: 1 fields where the header has 2")]
    [InlineData("open.csv", "a,b\n1,\"2\n3", "the quoted field that starts in line 2 does not end")]
    [InlineData("rows.txt", "a", "rows are read from .jsonl")]
    [InlineData("rows.parquet", "PAR1 or not, this is no parquet", "not readable as parquet")]
    public async Task A_file_that_is_not_what_it_says_is_named_with_the_line(string name, string text, string message)
    {
        using var folder = new TemporaryFolder();
        var path = await folder.WriteAsync(name, text);
        var error = await Assert.ThrowsAsync<DatasetException>(() => ReadAsync(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => ReadAsync("/nowhere/rows.jsonl"));
        Assert.Contains("/nowhere/rows.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Quoted_fields_hold_commas_quotes_and_line_ends()
    {
        using var folder = new TemporaryFolder();
        var path = await folder.WriteAsync("rows.csv", "a,b\r\n\"x, \"\"y\"\"\",\"one\r\ntwo\"\r\n,\"\"\r\n");
        Assert.Equal(["x, \"y\" one\r\ntwo", " "], await ReadAsync(path));
    }

    [Fact(Timeout = Limit)]
    public void Any_table_written_as_csv_is_read_back()
    {
        var field = Gen.OneOf(Gen.String[Gen.Char["ab,\"\r\n é🙂"], 0, 6].Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))), Gen.String[Gen.Char['\0', '\uD7FF'], 0, 20]);
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 5]).SelectMany((columns, rows) => field.Array[columns].Array[rows]).Sample(table =>
        {
            var text = string.Concat(table.Select(row =>
                string.Join(',', row.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
            var reader = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1_000_000);
            foreach (var row in table)
            {
                Assert.Equal(row, Next(reader));
            }

            Assert.Null(Next(reader));
        });
    }

    [Fact(Timeout = Limit)]
    public void Any_text_ends_as_records_or_as_a_named_error() => Gen.String[Gen.Char["a,\"\r\n"], 0, 40].Sample(text =>
    {
        var reader = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1_000_000);
        try
        {
            while (Next(reader) is { } record)
            {
                Assert.NotEmpty(record);
            }
        }
        catch (FormatException error)
        {
            Assert.Contains("does not end", error.Message, StringComparison.Ordinal);
        }
    });

    private static List<string>? Next(CsvReader reader) => reader.ReadAsync(100, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static async Task<List<string>> ReadAsync(string path)
    {
        var rows = new List<string>();
        await foreach (JsonElement row in DataFile.ReadAsync(path, TestContext.Current.CancellationToken))
        {
            rows.Add($"{row.Text("a")} {row.Text("b")}");
        }

        return rows;
    }
}
