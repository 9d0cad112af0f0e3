using Parquet.Serialization;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Rows of parquet files: lists, groups, lists of groups, and what is absent at each depth.</summary>
public sealed class ParquetTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task Rows_come_back_as_they_were_written()
    {
        Row[] rows =
        [
            new() { Text = "é🙂", Choices = ["x", "", "z"], Number = 5, Image = new() { Bytes = [1, 2, 255], Path = "p" },
                Cases = [new() { Input = "i1", Sizes = [1, 2] }, new() { Input = null, Sizes = [] }], Real = 1.5, Flag = true },
            new() { Text = null, Choices = [], Number = null, Image = null, Cases = [], Real = double.NaN },
            new() { Text = "", Choices = null, Number = -7, Image = new() { Bytes = null, Path = null }, Cases = null },
            new() { Text = "last", Choices = ["one"], Number = long.MaxValue, Image = new() { Bytes = [], Path = "q" },
                Cases = [new() { Input = "i3", Sizes = null }] },
        ];
        string[] expected =
        [
            """{"Text":"é🙂","Choices":["x","","z"],"Number":5,"Image":{"Bytes":"AQL/","Path":"p"},"Cases":[{"Input":"i1","Sizes":[1,2]},{"Input":null,"Sizes":[]}],"Real":1.5,"Flag":true}""",
            """{"Text":null,"Choices":[],"Number":null,"Image":null,"Cases":[],"Real":null,"Flag":false}""",
            """{"Text":"","Choices":null,"Number":-7,"Image":{"Bytes":null,"Path":null},"Cases":null,"Real":0,"Flag":false}""",
            """{"Text":"last","Choices":["one"],"Number":9223372036854775807,"Image":{"Bytes":"","Path":"q"},"Cases":[{"Input":"i3","Sizes":null}],"Real":0,"Flag":false}""",
        ];
        Assert.Equal(expected, await RoundTripAsync(rows, rowGroup: 100));
        Assert.Equal(expected, await RoundTripAsync(rows, rowGroup: 3));
    }

    [Fact(Timeout = Limit)]
    public async Task A_workload_reads_its_parquet_files_shard_by_shard()
    {
        using var folder = new TemporaryFolder();
        var place = Directory.CreateDirectory(Path.Combine(folder.Root, "cais", "mmlu", "all")).FullName;
        for (var shard = 0; shard < 2; shard++)
        {
            await ParquetSerializer.SerializeAsync(
                [new Question { question = $"Which is {shard}?", choices = ["0", "1", "2", "3"], answer = shard, subject = "sums" }],
                Path.Combine(place, $"test-0000{shard}-of-00002.parquet"), cancellationToken: TestContext.Current.CancellationToken);
        }

        var prompts = await BenchmarkSuite.Get("mmlu").LoadAsync(
            new LocalRowSource(folder.Root), null, null, TestContext.Current.CancellationToken);
        Assert.Equal(["A", "B"], prompts.Select(prompt => prompt.Reference));
        Assert.EndsWith("Which is 1?\n\nA) 0\nB) 1\nC) 2\nD) 3", prompts[1].Turns[0], StringComparison.Ordinal);
    }

    private static async Task<List<string>> RoundTripAsync(Row[] rows, int rowGroup)
    {
        using var stream = new MemoryStream();
        await ParquetSerializer.SerializeAsync(
            rows, stream, new() { RowGroupSize = rowGroup }, cancellationToken: TestContext.Current.CancellationToken);
        stream.Position = 0;
        var read = new List<string>();
        await foreach (var row in DataFile.ReadStreamAsync(stream, "rows.parquet", TestContext.Current.CancellationToken))
        {
            read.Add(System.Text.RegularExpressions.Regex.Unescape(row.GetRawText()));
        }

        return read;
    }

    private sealed class Row
    {
        public string? Text { get; set; }
        public List<string>? Choices { get; set; }
        public long? Number { get; set; }
        public Picture? Image { get; set; }
        public List<Case>? Cases { get; set; }
        public double Real { get; set; }
        public bool Flag { get; set; }
    }

    private sealed class Picture
    {
        public byte[]? Bytes { get; set; }
        public string? Path { get; set; }
    }

    private sealed class Case
    {
        public string? Input { get; set; }
        public List<int>? Sizes { get; set; }
    }

#pragma warning disable IDE1006 // The names are the data set's.
    private sealed class Question
    {
        public string question { get; set; } = "";
        public List<string> choices { get; set; } = [];
        public long answer { get; set; }
        public string subject { get; set; } = "";
    }
}
