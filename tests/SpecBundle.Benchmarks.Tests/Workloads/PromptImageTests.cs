using System.Diagnostics;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A prompt file shows the images beside it, and no other file of the machine.</summary>
public sealed class PromptImageTests : IAsyncLifetime
{
    private const int Limit = 60_000;
    private readonly TemporaryFolder _folder = new();

    private string Prompts => Path.Combine(_folder.Root, "prompts");

    private string Data => Path.Combine(_folder.Root, "data");

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, bytes) in new[] { ("prompts/shown/cat.png", TestImages.Png), ("prompts/notes.png", [.. Enumerable.Repeat((byte)'a', 100)]), ("prompts/empty.png", []), ("data/set/dog.jpg", TestImages.Jpeg), ("secret/key.png", TestImages.Png), ("prompts-too/key.png", TestImages.Png) })
        {
            var path = Path.Combine(_folder.Root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(Path.Combine(Prompts, "link.png"), "shown/cat.png");
        File.CreateSymbolicLink(Path.Combine(Prompts, "out.png"), "../secret/key.png");
        File.CreateSymbolicLink(Path.Combine(Prompts, "circle.png"), "circle.png");
        File.CreateSymbolicLink(Path.Combine(Prompts, "zero.png"), "/dev/zero");
        Directory.CreateSymbolicLink(Path.Combine(Prompts, "outside"), Path.Combine(_folder.Root, "secret"));
        Directory.CreateSymbolicLink(Path.Combine(Prompts, "inside"), Path.Combine(Prompts, "shown"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory(Timeout = Limit)]
    [InlineData("shown/cat.png")]
    [InlineData("./shown/../shown/cat.png")]
    [InlineData("link.png")]
    [InlineData("inside/cat.png")]
    [InlineData("PROMPTS/shown/cat.png")]
    public async Task An_image_beside_the_prompt_file_is_shown_by_whatever_way_there(string name) =>
        Assert.Equal([TestImages.Png], (await ReadAsync(name.Replace("PROMPTS", Prompts, StringComparison.Ordinal)))[0].Images!);

    [Fact(Timeout = Limit)]
    public async Task An_image_below_the_folder_of_the_data_is_shown_where_that_is_named()
    {
        Assert.Equal([TestImages.Jpeg], (await ReadAsync("set/dog.jpg", Data))[0].Images!);
        Assert.Equal([TestImages.Jpeg], (await ReadAsync(Path.Combine(Data, "set", "dog.jpg"), Data))[0].Images!);
        await RefusedAsync(Path.Combine(Data, "set", "dog.jpg"), "it lies outside of");
        await RefusedAsync("set/dog.jpg", "it is neither a file in");
    }

    [Theory(Timeout = Limit)]
    [InlineData("/etc/passwd", "it lies outside of")]
    [InlineData("../secret/key.png", "it lies outside of")]
    [InlineData("../prompts-too/key.png", "it lies outside of")]
    [InlineData("shown/../../secret/key.png", "it lies outside of")]
    [InlineData("out.png", "it lies outside of")]
    [InlineData("outside/key.png", "it lies outside of")]
    [InlineData("zero.png", "it lies outside of")]
    [InlineData("circle.png", "it leads through too many links")]
    [InlineData("notes.png", "it is no image by its content")]
    [InlineData("empty.png", "it is empty, or a pipe or a device")]
    [InlineData("file:///etc/passwd", "it is an address, and nothing is fetched")]
    [InlineData("http://127.0.0.1:9/cat.png", "it is an address, and nothing is fetched")]
    [InlineData("data:image/png;base64,cm9vdDp4OjA6MDpyb290Oi9yb290Oi9iaW4vYmFzaApkYWVtb24=", "it is a data URI without an image")]
    [InlineData("cm9vdDp4OjA6MDpyb290Oi9yb290Oi9iaW4vYmFzaApkYWVtb246eDox", "it is neither a file in")]
    [InlineData("[broken", "'images' is no list of names")]
    [InlineData("a\\u0000b", "it is neither a file in")]
    public async Task What_is_no_image_or_lies_elsewhere_is_not_read(string name, string fault) => await RefusedAsync(name, fault);

    [Fact(Timeout = Limit)]
    public async Task A_pipe_is_not_opened_and_a_film_is_too_large()
    {
        using (var process = Process.Start("mkfifo", [Path.Combine(Prompts, "pipe.png")]))
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using (var film = File.Create(Path.Combine(Prompts, "film.png")))
        {
            await film.WriteAsync(TestImages.Png, TestContext.Current.CancellationToken);
            film.SetLength(20_000_001);
        }

        await RefusedAsync("pipe.png", "it is empty, or a pipe or a device");
        await RefusedAsync("film.png", "it is larger than 20 MB");
    }

    [Fact(Timeout = Limit)]
    public async Task An_image_that_many_rows_show_is_read_once()
    {
        var path = Path.Combine(Prompts, "many.jsonl");
        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Repeat("{\"prompt\":\"What?\",\"images\":[\"shown/cat.png\"]}\n", 3)), TestContext.Current.CancellationToken);
        var prompts = await PromptFile.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Same(prompts[0].Images![0], prompts[2].Images![0]);
    }

    [Fact(Timeout = Limit)]
    public void Images_are_told_by_their_content()
    {
        Assert.All([TestImages.Png, TestImages.Jpeg, TestImages.Gif, TestImages.WebP, TestImages.Bitmap, [.. "II*\0"u8, .. new byte[40]]], image => Assert.True(ImageBytes.AreImage(image)));
        Assert.All([[], TestImages.Png[..20], [.. "BM was here, and so were you, my friend."u8], [.. "RIFF____WAVEfmt ____________________"u8], [.. "<svg xmlns='http://www.w3.org/2000/svg'></svg>"u8]], text => Assert.False(ImageBytes.AreImage(text)));
    }

    private async Task<IReadOnlyList<BenchmarkPrompt>> ReadAsync(string image, string? folder = null)
    {
        var path = Path.Combine(Prompts, "mine.jsonl");
        await File.WriteAllTextAsync(path, $"{{\"prompt\":\"What is it?\",\"images\":{(image[0] == '[' ? $"\"{image}\"" : $"[\"{image}\"]")}}}", TestContext.Current.CancellationToken);
        return await PromptFile.ReadAsync(path, imageFolder: folder, cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task RefusedAsync(string image, string fault)
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => ReadAsync(image));
        Assert.StartsWith(Path.Combine(Prompts, "mine.jsonl") + ", line 1 (mine/0): ", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }
}
