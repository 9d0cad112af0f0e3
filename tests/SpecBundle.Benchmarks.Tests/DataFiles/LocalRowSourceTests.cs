using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Data sets are found in the layouts that people have on disk.</summary>
public sealed class LocalRowSourceTests
{
    private const int Limit = 30_000;
    private static readonly DatasetSource Whole = new() { Repository = "owner/name", Split = "test", LocalNames = ["short"] };
    private static readonly DatasetSource Part = Whole with { Config = "law" };

    [Theory(Timeout = Limit)]
    [InlineData("owner/name/test.jsonl")]
    [InlineData("owner--name/test.jsonl")]
    [InlineData("name/test.jsonl")]
    [InlineData("short/test.jsonl")]
    [InlineData("short/data/test-00000-of-00001.jsonl")]
    [InlineData("short/AnyName.jsonl")]
    public async Task A_split_is_found(string file) => Assert.Equal(["1"], await ReadAsync(Whole, file));

    [Theory(Timeout = Limit)]
    [InlineData("short/law/test.jsonl")]
    [InlineData("short/law/test-00000-of-00001.jsonl")]
    [InlineData("short/law_test.jsonl")]
    [InlineData("short/test.jsonl")]
    public async Task A_configuration_is_found(string file) => Assert.Equal(["1"], await ReadAsync(Part, file));

    [Theory(Timeout = Limit)]
    [InlineData("short/train.jsonl", "short/validation.jsonl")]
    [InlineData("other/test.jsonl", "other/x.txt")]
    [InlineData("short/train.jsonl", "short/README.md")]
    public async Task A_split_that_is_not_there_is_not_taken_from_another(string one, string two)
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => ReadAsync(Whole, one, two));
        Assert.Contains("owner/name (test)", error.Message, StringComparison.Ordinal);
        Assert.Contains("short", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_folder_of_one_configuration_does_not_answer_for_another()
    {
        using var folder = new TemporaryFolder();
        await folder.WriteAsync("short/logic/test.jsonl", "{\"a\":1}");
        await folder.WriteAsync("short/test.jsonl", "{\"a\":2}");
        await folder.WriteAsync("short/train.jsonl", "{\"a\":3}");
        var one = Part with { HasSiblings = true };
        Assert.False(new LocalRowSource(folder.Root).Has(one));
        Assert.True(new LocalRowSource(folder.Root).Has(one with { Config = "logic" }));
    }

    [Fact(Timeout = Limit)]
    public async Task Data_that_need_a_token_say_so()
    {
        using var folder = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<DatasetException>(
            () => BenchmarkSuite.Get("gpqa").LoadAsync(new LocalRowSource(folder.Root), 1, null, TestContext.Current.CancellationToken));
        Assert.Contains("accepted its terms", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string?>> ReadAsync(DatasetSource source, params string[] files)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in files)
        {
            await folder.WriteAsync(file, "{\"a\":1}");
        }

        var rows = new List<string?>();
        await foreach (var row in new LocalRowSource(folder.Root).ReadAsync(source, TestContext.Current.CancellationToken))
        {
            rows.Add(row.Text("a"));
        }

        return rows;
    }
}
