using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A file that can't be read whole, and as it is, is an error: half of the prompts would be another benchmark.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Limit = 120_000;
    private const string Rows = "{\"prompt\":\"How many?\"}\n{\"prompt\":\"And then?\"}\n{\"prompt\":\"Why?\"}\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("notgz.jsonl.gz", ": it is no gzip file, in spite of its name.")]
    [InlineData("cutline.jsonl.gz", ": its gzip data are ")]
    [InlineData("latin1.jsonl", ", line 1: the byte 0xE9 at 15 is no UTF-8: save the file as that, if it is Latin-1 or another encoding.")]
    [InlineData("surrogate.jsonl", @", line 1: the escape \ud83d at 13 is half of a surrogate pair, which is no character.")]
    public async Task A_damaged_file_is_named_with_what_is_wrong(string name, string fault)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "damaged", name);
        await FailsAsync(path, path + fault);
        await Assert.ThrowsAsync<DatasetException>(() => PromptFile.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Limit)]
    public async Task The_same_file_before_it_was_cut_is_read() =>
        Assert.NotEmpty(await PromptFile.ReadAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "damaged", "cutline_full.jsonl.gz"), cancellationToken: TestContext.Current.CancellationToken));

    [Fact(Timeout = Limit)]
    public async Task Gzip_that_is_cut_anywhere_or_has_a_wrong_byte_is_never_read_as_fewer_rows_or_others()
    {
        var packed = Pack(Rows);
        for (var length = 1; length < packed.Length; length++)
        {
            await FailsAsync(await WriteAsync("cut.jsonl.gz", packed[..length]), "cut.jsonl.gz");
        }

        var whole = 0;
        for (var at = 0; at < packed.Length; at++)
        {
            var path = await WriteAsync("wrong.jsonl.gz", [.. packed[..at], (byte)(packed[at] ^ 0x10), .. packed[(at + 1)..]]);
            try
            {
                Assert.Equal(3, await CountAsync(path));
                whole++;
            }
            catch (DatasetException error)
            {
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
            }
        }

        // The time, the level and the system in the header are nobody's.
        Assert.InRange(whole, 0, 8);
    }

    [Fact(Timeout = Limit)]
    public async Task Gzip_files_behind_each_other_are_one_and_what_is_none_is_told()
    {
        Assert.Equal(6, await CountAsync(await WriteAsync("two.jsonl.gz", [.. Pack(Rows), .. Pack(Rows)])));
        await FailsAsync(await WriteAsync("more.jsonl.gz", [.. Pack(Rows), .. "more"u8]), "or something follows their end");
        await FailsAsync(await WriteAsync("cut.jsonl.gz", [.. Pack(Rows), .. Pack(Rows)[..^9]]), "cut off");
    }

    [Theory(Timeout = Limit)]
    [InlineData("long.jsonl.gz", '\n')]
    [InlineData("long.jsonl.gz", 'x')]
    [InlineData("long.json.gz", ' ')]
    [InlineData("long.csv.gz", ',')]
    [InlineData("long.csv.gz", '"')]
    public async Task A_file_that_unpacks_to_a_thousand_times_its_size_is_left(string name, char filling)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var block = Encoding.UTF8.GetBytes(new string(filling, 1_000_000));
            for (var i = 0; i < 40; i++)
            {
                await gzip.WriteAsync(block, TestContext.Current.CancellationToken);
            }
        }

        await FailsAsync(await WriteAsync(name, packed.ToArray()), name is "long.csv.gz" && filling == ',' ? "more than 10000 fields" : "it unpacks to more than 100 times its size");
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_no_file_is_not_opened()
    {
        var pipe = Path.Combine(_folder.Root, "pipe.jsonl");
        using (var process = Process.Start("mkfifo", [pipe]))
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var device = Path.Combine(_folder.Root, "device.jsonl");
        File.CreateSymbolicLink(device, "/dev/zero");
        await FailsAsync(pipe, "it is empty, or a pipe or a device rather than a file");
        await FailsAsync(device, "it is empty, or a pipe or a device rather than a file");
        await FailsAsync(await WriteAsync("empty.jsonl", []), "it is empty");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "folder.jsonl"));
        await FailsAsync(Path.Combine(_folder.Root, "folder.jsonl"), "it is a folder");
    }

    [Theory(Timeout = Limit)]
    [InlineData("rows.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":\"b\",\"prompt\":\"c\"}", "line 2: not JSON")]
    [InlineData("rows.json", "[{\"prompt\":\"a\"},{\"prompt\":\"b\",\"prompt\":\"c\"}]", "row 2: not JSON")]
    [InlineData("rows.csv", "prompt,id,prompt\na,b,c", "line 1: two columns are called 'prompt'")]
    [InlineData("rows.csv", "prompt,id\na,b,c", "line 2: it has more than 2 fields")]
    [InlineData("rows.json", "[{\"prompt\":\"a\"},[1]]", "row 2: a row is a JSON object, this is Array")]
    [InlineData("rows.json", "{\"prompt\":\"a\"}", "not a JSON array of rows")]
    [InlineData("rows.json", "[{\"prompt\":\"a\"}] more", "not a JSON array of rows")]
    [InlineData("rows.json", "[{\"prompt\":\"a\"}", "not a JSON array of rows")]
    [InlineData("rows.json", "[{\"prompt\":\"\\udc00\"}]", "row 1: the escape")]
    [InlineData("rows.jsonl", "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", "line 1: not JSON")]
    public async Task A_row_that_could_be_read_in_two_ways_is_named(string name, string text, string fault) => await FailsAsync(await WriteAsync(name, Encoding.UTF8.GetBytes(text)), fault);

    [Theory(Timeout = Limit)]
    [InlineData("rows.jsonl")]
    [InlineData("rows.json")]
    [InlineData("rows.csv")]
    public async Task A_mark_of_the_byte_order_is_no_text_and_UTF_16_is_told_from_other_damage(string name)
    {
        var text = name switch { "rows.json" => "[{\"prompt\":\"é\"}]", "rows.csv" => "prompt\né\n", _ => "{\"prompt\":\"é\"}" };
        Assert.Equal(["é"], (await PromptFile.ReadAsync(await WriteAsync(name, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]), cancellationToken: TestContext.Current.CancellationToken))[0].Turns);
        if (name != "rows.json")
        {
            await FailsAsync(await WriteAsync(name, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]), "it is UTF-16 text");
        }

        await FailsAsync(await WriteAsync(name, Encoding.Latin1.GetBytes(text)), "is no UTF-8");
    }

    [Theory(Timeout = Limit)]
    [InlineData("rows.jsonl", "{\"prompt\":\"", "line 1: it is longer than 32 MB")]
    [InlineData("rows.json", "[{\"prompt\":\"", "row 1: it is longer than 32 MB")]
    [InlineData("rows.csv", "prompt\n\"", "line 2: it is longer than 32 MB")]
    [InlineData("rows.jsonl", "", "line 1: it is longer than 32 MB")]
    public async Task A_row_without_end_is_left(string name, string begin, string fault)
    {
        var path = await WriteAsync(name, [.. Encoding.UTF8.GetBytes(begin + new string('x', 33_000_000))]);
        var error = await Assert.ThrowsAsync<DatasetException>(() => PromptFile.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("rows.jsonl")]
    [InlineData("rows.json")]
    public async Task A_row_of_millions_of_values_is_left(string name)
    {
        var row = "{\"turns\":[" + string.Join(',', Enumerable.Repeat("0", 2_100_000)) + "]}";
        await FailsAsync(await WriteAsync(name, Encoding.UTF8.GetBytes(name == "rows.json" ? $"[{row}]" : row)), "it has more than 2000000 values");
    }

    [Fact(Timeout = Limit)]
    public async Task A_long_row_and_many_short_ones_are_read_across_the_borders_of_what_is_read_at_once()
    {
        string[] texts = [.. Enumerable.Range(0, 3_000).Select(i => new string((char)('a' + (i % 26)), i % 97)), new string('é', 300_000), "last"];
        var rows = texts.Select(text => $"{{\"prompt\":\"{text}\"}}").ToList();
        foreach (var (name, text) in new[] { ("rows.jsonl", string.Join('\n', rows)), ("rows.json", $"[{string.Join(", ", rows)}]"), ("rows.csv", "prompt,n\n" + string.Concat(texts.Select(text => $"\"{text}\",1\n"))) })
        {
            var path = await WriteAsync(name, Encoding.UTF8.GetBytes(text));
            Assert.Equal(texts, (await PromptFile.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken)).Select(prompt => prompt.Turns[0]));
            Assert.Equal(texts, (await PromptFile.ReadAsync(await WriteAsync(name + ".gz", Pack(text)), cancellationToken: TestContext.Current.CancellationToken)).Select(prompt => prompt.Turns[0]));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_data_set_of_which_a_file_is_missing_is_not_read_in_part()
    {
        await _folder.WriteAsync("name/test-00000-of-00002.jsonl", "{\"a\":1}");
        var error = await Assert.ThrowsAsync<DatasetException>(async () =>
        {
            await foreach (var row in new LocalRowSource(_folder.Root).ReadAsync(new DatasetSource { Repository = "owner/name", Split = "test" }, TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Contains("the rows of the others would be missing", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private async Task<string> WriteAsync(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.Root, name);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        return path;
    }

    private static async Task<int> CountAsync(string path)
    {
        var rows = 0;
        await foreach (var row in DataFile.ReadAsync(path, TestContext.Current.CancellationToken))
        {
            rows++;
        }

        return rows;
    }

    private static async Task FailsAsync(string path, string fault)
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => CountAsync(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }
}
