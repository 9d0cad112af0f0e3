using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Parquet;
using Parquet.Serialization;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>
/// Whatever lies in a file, its reader ends with rows or with an error that names the file, and takes no more memory than
/// 256 MB for it. The long form reads a hundred thousand of each.
/// </summary>
[LongForm]
[Collection(nameof(Alone))]
public sealed class HostileFileTests
{
    private const int Limit = 3_600_000;
    private const long MostBytes = 256_000_000;
    private static readonly int Rounds = Soak.Inputs(brief: 1_500, full: 100_000);

    [Theory(Timeout = Limit)]
    [InlineData("rows.jsonl", "{\"prompt\":\"é🙂\",\"id\":3,\"max_new_tokens\":5}\n\n{\"turns\":[\"a\",\"b\\ud83d\\ude00\"],\"images\":[]}\r\n{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"C\"}]}]}")]
    [InlineData("rows.json", "[{\"prompt\":\"é🙂\",\"id\":3},\n {\"turns\":[\"a\",\"b\"],\"n\":[1,[2,{\"x\":null}]]}]")]
    [InlineData("rows.csv", "prompt,id,images\n\"a \"\"b\"\", c\nd\",3,\né🙂,4,x.png\r\n")]
    [InlineData("rows.jsonl.gz", "{\"prompt\":\"é🙂 é🙂 é🙂 é🙂\"}\n{\"prompt\":\"b\"}\n")]
    [InlineData("rows.csv.gz", "prompt,id\na,1\nb,2\n")]
    public Task Text(string name, string text) => ReadAllAsync(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Pack(text) : Encoding.UTF8.GetBytes(text));

    [Theory(Timeout = Limit)]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Gzip)]
    public async Task Tables(CompressionMethod method)
    {
        using var stream = new MemoryStream();
        ParquetRow[] rows =
        [
            new() { prompt = "é🙂", turns = ["x", "", "z"], id = 5, image = new() { bytes = [1, 2, 255] }, cases = [new() { input = "i1", sizes = [1, 2] }, new()] },
            new() { prompt = "é🙂", turns = [], cases = [] }, new() { prompt = "c", real = 1.5, flag = true, day = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
        ];
        await ParquetSerializer.SerializeAsync(rows, stream, new() { RowGroupSize = 2, CompressionMethod = method }, cancellationToken: TestContext.Current.CancellationToken);
        await ReadAllAsync("rows.parquet", stream.ToArray());
    }

    [Fact(Timeout = Limit)]
    public async Task Prompt_files_and_traces()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(Path.Combine(folder.Root, "cat.png"), TestImages.Png, TestContext.Current.CancellationToken);
        var seeds = new[]
        {
            """{"timestamp":1,"prompt":"a","id":"x","system":"s","category":"c","reference":4,"max_new_tokens":12,"images":["cat.png"]}""" + "\n" + """{"timestamp":2,"input_length":40,"output_length":9}""",
            """{"timestamp":"2024-01-01T00:00:00Z","messages":[{"role":"system","content":"S"},{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":[{"type":"text","text":"C"}]}]}""",
            $$"""{"timestamp":3,"turns":["a","b"],"images":["data:image/png;base64,{{Convert.ToBase64String(TestImages.Png)}}"]}""",
        };
        var path = Path.Combine(folder.Root, "prompts.jsonl");
        await ForEachAsync([.. seeds.Select(Encoding.UTF8.GetBytes)], async bytes =>
        {
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
            await EndsAsync(async () => await PromptFile.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken));
            await EndsAsync(async () => await ArrivalTrace.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken));
        }, Rounds / 2);
    }

    [Fact(Timeout = Limit)]
    public async Task Images()
    {
        using var folder = new TemporaryFolder();
        var prompts = await folder.WriteAsync("prompts.csv", "prompt,images\nWhat?,cat.png\n");
        await ForEachAsync([TestImages.Png, TestImages.Jpeg, TestImages.Gif, TestImages.WebP, TestImages.Bitmap], async bytes =>
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.Root, "cat.png"), bytes, TestContext.Current.CancellationToken);
            await EndsAsync(async () => Assert.Equal(bytes, (await PromptFile.ReadAsync(prompts, cancellationToken: TestContext.Current.CancellationToken))[0].Images![0]));
        }, Rounds / 2);
    }

    [Fact(Timeout = Limit)]
    public async Task The_folder_of_a_run()
    {
        using var folder = new TemporaryFolder();
        var requests = Path.Combine(folder.Root, "requests.jsonl");
        await using (var log = RequestLog.Open(requests))
        {
            foreach (var record in RandomRecords.Draw(3).Take(5))
            {
                await log.AppendAsync(record, TestContext.Current.CancellationToken);
            }
        }

        var lines = await File.ReadAllBytesAsync(requests, TestContext.Current.CancellationToken);
        var plain = Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(Encoding.UTF8.GetString(lines), ",\"checksum\":\"[0-9a-f]*\"", ""));
        var description = Encoding.UTF8.GetBytes("""{"format_version":1,"settings":{"target":"a/b","draft":null,"seed":1,"workloads":{"gsm8k":{"prompts":23,"stop":["\n"],"max_new_tokens":5,"sha256":"f2"}}},"servers":{"8,3,1,4":{"version":"0.5.6","arguments":["--tp-size","1"]}},"notes":["x"],"server_counts":[{"configuration":"8,3,1,4","workload":"gsm8k","completion_tokens":9}],"machine_loads":[{"configuration":"8,3,1,4","workload":"gsm8k","other_share":0.5}]}""");
        var summary = Encoding.UTF8.GetBytes("""{"session":0,"failures":[{"configuration":"8,7,1,8","error":"Out of memory."}],"notes":["y"]}""");
        (string Name, byte[] Seed)[] files = [("requests.jsonl", lines), ("requests.jsonl", plain), ("run.json", description), ("summary.json", summary)];
        foreach (var (name, seed) in files)
        {
            await File.WriteAllBytesAsync(requests, lines, TestContext.Current.CancellationToken);
            var path = Path.Combine(folder.Root, name);
            await ForEachAsync([seed], async bytes =>
            {
                await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
                await EndsAsync(async () =>
                {
                    using var page = new StringWriter();
                    Dashboard.Write(page, await RunFolder.ReadAsync(folder.Root, new ReportOptions { Resamples = 200 }, TestContext.Current.CancellationToken));
                });
                await EndsAsync(() => RunFolder.DifferencesAsync(folder.Root, folder.Root, TestContext.Current.CancellationToken));
            }, Rounds / 10);
            File.Delete(path);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Rows_of_the_suites_data_sets()
    {
        foreach (var workload in BenchmarkSuite.All)
        {
            var seed = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "rows", workload.Name + ".jsonl"), TestContext.Current.CancellationToken);
            await ForEachAsync([seed], bytes => EndsAsync(async () => await workload.LoadAsync(new BytesSource(bytes), null, null, TestContext.Current.CancellationToken)), Rounds / 10);
        }
    }

    private static Task ReadAllAsync(string name, byte[] seed) => ForEachAsync([seed], bytes => EndsAsync(async () =>
    {
        await foreach (var row in DataFile.ReadStreamAsync(new MemoryStream(bytes), name, TestContext.Current.CancellationToken))
        {
            // All that is read can be asked for.
            foreach (var member in row.EnumerateObject())
            {
                _ = member.Name + (member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.GetRawText());
            }
        }
    }), Rounds);

    private static async Task ForEachAsync(byte[][] seeds, Func<byte[], Task> read, int rounds)
    {
        await read(seeds[0]);
        var mutator = new Mutator(seeds[0].Length);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = mutator.Mutate(seeds[round % seeds.Length]);
            var before = GC.GetTotalAllocatedBytes();
            try
            {
                await read(bytes);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"In round {round}, with {Convert.ToBase64String(bytes)}", exception);
            }

            // More than what it ever held at once.
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MostBytes);
        }
    }

    private static async Task EndsAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (SpecBundleException error)
        {
            Assert.NotEmpty(error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
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

    private sealed class BytesSource(byte[] rows) : IRowSource
    {
        public IAsyncEnumerable<JsonElement> ReadAsync(DatasetSource source, CancellationToken cancellationToken = default) =>
            DataFile.ReadStreamAsync(new MemoryStream(rows), "rows.jsonl", cancellationToken);
    }

#pragma warning disable IDE1006, SA1300 // The columns are called so.
    private sealed class ParquetRow
    {
        public string? prompt { get; set; }
        public List<string>? turns { get; set; }
        public long? id { get; set; }
        public Picture? image { get; set; }
        public List<Case>? cases { get; set; }
        public double real { get; set; }
        public bool flag { get; set; }
        public DateTime? day { get; set; }
    }

    private sealed class Picture
    {
        public byte[]? bytes { get; set; }
    }

    private sealed class Case
    {
        public string? input { get; set; }
        public List<int>? sizes { get; set; }
    }
#pragma warning restore IDE1006, SA1300
}
