using System.Text.Json.Nodes;
using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>A run is of one target and one draft, whatever becomes of their folders.</summary>
public sealed class OverwrittenModelTests : BenchmarkFolder
{
    private readonly TemporaryFolder _models = new();

    private string Draft => Path.Combine(_models.Root, "draft", "model.safetensors");

    [Fact(Timeout = Timeout)]
    public async Task A_draft_that_was_overwritten_is_refused_by_the_run_of_the_one_before()
    {
        var options = await OptionsAsync();
        var run = await RunAsync(options);
        Assert.NotNull(run.Served!.Target!.Sha256);
        Assert.NotNull(run.Served.Draft!.Sha256);
        Assert.Contains(run.Served.Draft.Sha256, await File.ReadAllTextAsync(Path.Combine(Folder, "summary.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // One request is left to do, and the draft is noise by now, of the same length and with the same time.
        var good = await File.ReadAllBytesAsync(Draft, TestContext.Current.CancellationToken);
        var written = File.GetLastWriteTimeUtc(Draft);
        await KeepLinesAsync(1);
        var noise = good.ToArray();
        new Random(1).NextBytes(noise.AsSpan(noise.Length / 2));
        await File.WriteAllBytesAsync(Draft, noise, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(Draft, written);
        var messages = new List<string>();
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options, progress => messages.Add(progress.Message)));
        Assert.Contains($"has requests of 1,3,1,4 from another server: draft in {Path.GetDirectoryName(Draft)} is not what it was: model.safetensors is another file (SHA-256 ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(messages, message => message.Contains("starting", StringComparison.Ordinal));
        Assert.Single(await WrittenAsync());

        // The former one is welcome, whenever it was written.
        await File.WriteAllBytesAsync(Draft, good, TestContext.Current.CancellationToken);
        Assert.Equal(2, (await RunAsync(options)).Records.Count);

        // Where nothing is left to ask, the old answers are not the new draft's either.
        await File.WriteAllBytesAsync(Draft, noise, TestContext.Current.CancellationToken);
        Assert.Contains("model.safetensors is another file", (await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_target_that_was_overwritten_is_refused_by_its_other_configurations_too()
    {
        var options = await OptionsAsync();
        options.Configurations = ["1,0,0,0", "1,3,1,4"];
        await RunAsync(options);
        await KeepLinesAsync(2);
        await File.AppendAllTextAsync(Path.Combine(_models.Root, "target", "tokenizer_config.json"), " ", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options));
        Assert.Contains("has requests of 1,0,0,0 from another server: target in ", error.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer_config.json is another file", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_server_that_was_started_anew_with_another_draft_is_refused_as_well()
    {
        var options = await OptionsAsync();
        await using (var server = await SpecBundle.LaunchAsync(options.Pair!, options.Launch, cancellationToken: TestContext.Current.CancellationToken))
        {
            (options.Attach, options.AttachOptions) = (server.Address, new AttachOptions { Client = { ApiKey = server.ApiKey } });
            await RunAsync(options);
        }

        await KeepLinesAsync(1);
        var launch = new LaunchOptions { Engine = LaunchEngine.Embedded, Port = options.Attach.Port, ApiKey = options.AttachOptions.Client.ApiKey };
        await File.AppendAllTextAsync(Path.Combine(_models.Root, "draft", "config.json"), " ", TestContext.Current.CancellationToken);
        await using (await SpecBundle.LaunchAsync(options.Pair!, launch, cancellationToken: TestContext.Current.CancellationToken))
        {
            var error = await Assert.ThrowsAsync<BenchmarkException>(() => RunAsync(options));
            Assert.Contains("draft in ", error.Message, StringComparison.Ordinal);
            Assert.Contains("config.json is another file", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task The_bundled_pair_is_known_by_its_contents_too()
    {
        await RunAsync(Options("1,3,1,4", Questions(1)));
        var server = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "run.json"), TestContext.Current.CancellationToken))!["servers"]!["1,3,1,4"]!;
        Assert.Equal(["config.json", "model.safetensors"], server["draft_files"]!["files"]!.AsArray().Select(file => file!["name"]!.ToString()));
        Assert.Contains("tokenizer.json", server["target_files"]!["files"]!.AsArray().Select(file => file!["name"]!.ToString()));
    }

    private protected override void OnDispose() => _models.Dispose();

    private async Task KeepLinesAsync(int count)
    {
        var lines = await File.ReadAllLinesAsync(Requests, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(Requests, lines[..count], TestContext.Current.CancellationToken);
    }

    private async Task<BenchmarkOptions> OptionsAsync()
    {
        foreach (var role in (string[])["target", "draft"])
        {
            Directory.CreateDirectory(Path.Combine(_models.Root, role));
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "specbundle-embedded", "models", "tiny", role)))
            {
                await File.WriteAllBytesAsync(Path.Combine(_models.Root, role, Path.GetFileName(file)), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            }
        }

        var options = Options("1,3,1,4", Questions(2));
        (options.Pair, options.Launch) = (new ModelPair(Path.Combine(_models.Root, "target"), Path.Combine(_models.Root, "draft")), new LaunchOptions { Engine = LaunchEngine.Embedded });
        return options;
    }
}
