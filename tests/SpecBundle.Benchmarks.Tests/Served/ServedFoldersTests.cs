using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>What is served from a folder is known by its contents.</summary>
public sealed class ServedFoldersTests : IDisposable
{
    private const int Limit = 60_000;
    private static readonly DateTime LongAgo = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_file_of_the_same_length_and_time_with_other_bytes_is_another_file()
    {
        await WriteAsync("config.json", "{}");
        await WriteAsync("model.safetensors", "weights of one");
        var folders = new ServedFolders(TimeProvider.System);
        var first = await ReadAsync(folders);
        Assert.Empty((await ReadAsync(folders)).ChangesSince(first));
        await WriteAsync("model.safetensors", "weights of two");
        var change = Assert.Single((await ReadAsync(folders)).ChangesSince(first));
        Assert.StartsWith("model.safetensors is another file (SHA-256 ", change, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Files_that_came_and_went_are_named_and_what_no_server_reads_counts_for_nothing()
    {
        await WriteAsync("config.json", "{}");
        await WriteAsync("merges.txt", "a b");
        var folders = new ServedFolders(TimeProvider.System);
        var first = await ReadAsync(folders);
        foreach (var name in (string[])["README.md", "optimizer.pt", "training_args.bin", "notes.txt"])
        {
            await WriteAsync(name, "x");
        }

        Assert.Empty((await ReadAsync(folders)).ChangesSince(first));
        await WriteAsync("chat_template.jinja", "x");
        File.Delete(Path.Combine(_folder.Root, "merges.txt"));
        Assert.Equal(["chat_template.jinja is new", "merges.txt is gone"], (await ReadAsync(folders)).ChangesSince(first));
    }

    [Fact(Timeout = Limit)]
    public async Task Shards_in_folders_below_are_read_too()
    {
        await WriteAsync("weights/model-00001-of-00001.safetensors", "one");
        await WriteAsync("model.safetensors.index.json", """{"weight_map":{"a":"weights/model-00001-of-00001.safetensors"}}""");
        Assert.Equal(["model.safetensors.index.json", "weights/model-00001-of-00001.safetensors"], (await ReadAsync(new ServedFolders(TimeProvider.System))).Files.Select(file => file.Name));
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_still_the_same_file_is_not_read_again()
    {
        await WriteAsync("model.safetensors", "weights");
        var folders = new ServedFolders(TimeProvider.System);
        Assert.NotEqual(0, folders.UnreadBytes(_folder.Root));
        var first = await ReadAsync(folders);
        Assert.Equal(0, folders.UnreadBytes(_folder.Root));

        // Another session knows it by what was written down, and by nothing else.
        var next = new ServedFolders(TimeProvider.System);
        next.Remember(ServedFolder.Of(first.ToJson())!);
        Assert.Equal(0, next.UnreadBytes(_folder.Root));
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Root, "model.safetensors"), LongAgo.AddSeconds(1));
        Assert.NotEqual(0, next.UnreadBytes(_folder.Root));
    }

    [Fact(Timeout = Limit)]
    public async Task What_was_written_a_moment_ago_is_read_again()
    {
        await _folder.WriteAsync("config.json", "{}");
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Root, "config.json"), DateTime.UtcNow.AddMinutes(1));
        var folders = new ServedFolders(TimeProvider.System);
        await ReadAsync(folders);
        Assert.NotEqual(0, folders.UnreadBytes(_folder.Root));
    }

    [Fact(Timeout = Limit)]
    public async Task A_pipe_in_the_folder_is_not_waited_for()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The pipe is made as on Linux.");
        }

        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder.Root, "model.safetensors")]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        await WriteAsync("config.json", "{}");
        Assert.Equal(["config.json"], (await ReadAsync(new ServedFolders(TimeProvider.System))).Files.Select(file => file.Name));
    }

    private async Task WriteAsync(string name, string text)
    {
        await _folder.WriteAsync(name, text);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Root, name), LongAgo);
    }

    private Task<ServedFolder> ReadAsync(ServedFolders folders) => folders.ReadAsync(_folder.Root, TestContext.Current.CancellationToken);
}
