using System.Text.Json;
using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>The small parts of the Hub's client.</summary>
public sealed class HubPartsTests
{
    private const int Timeout = 60_000;

    [Fact(Timeout = Timeout)]
    public void The_cache_is_found_as_the_Python_client_finds_it()
    {
        static HubSettings Read(params (string Name, string Value)[] variables) => HubSettings.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(Path.Combine(user, ".cache/huggingface/hub"), Read().CacheFolder);
        Assert.Equal("/x/huggingface/hub", Read(("XDG_CACHE_HOME", "/x")).CacheFolder);
        Assert.Equal("/h/hub", Read(("XDG_CACHE_HOME", "/x"), ("HF_HOME", "/h")).CacheFolder);
        Assert.Equal("/old", Read(("HF_HOME", "/h"), ("HUGGINGFACE_HUB_CACHE", "/old")).CacheFolder);
        Assert.Equal("/c", Read(("HF_HOME", "/h"), ("HF_HUB_CACHE", "/c"), ("HUGGINGFACE_HUB_CACHE", "/old")).CacheFolder);
        Assert.Equal(Path.Combine(user, "models"), Read(("HF_HUB_CACHE", "~/models")).CacheFolder);
        Assert.Equal("/data/models", Read(("HF_HUB_CACHE", "$DISK/models"), ("DISK", "/data")).CacheFolder);
        Assert.Equal("https://mirror.example/hf/", Read(("HF_ENDPOINT", "https://mirror.example/hf/")).Endpoint.ToString());
        Assert.True(Read(("TRANSFORMERS_OFFLINE", "On")).IsOffline);
        Assert.False(Read(("HF_HUB_OFFLINE", "0")).IsOffline);
        Assert.Equal("HF_ENDPOINT", Assert.Throws<InvalidValueException>(() => Read(("HF_ENDPOINT", "huggingface.co"))).Property);
        Assert.Null(Read(("HF_TOKEN", "hf_x"), ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).Token);
        Assert.Equal("hf_x", Read(("HF_TOKEN", " hf_x\n")).Token!.Value);
        Assert.DoesNotContain("hf_x", Read(("HF_TOKEN", "hf_x")).Token!.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public void No_name_that_passes_leads_out_of_a_folder()
    {
        var piece = Gen.OneOf(Gen.Const(".."), Gen.Const("."), Gen.Const(""), Gen.Const("a"), Gen.Const("\\"), Gen.Const("..\\"), Gen.Const("C:"), Gen.String[0, 4]);
        piece.Array[1, 5].Sample(
            pieces =>
            {
                var path = string.Join('/', pieces);
                var root = Path.GetFullPath("/cache/snapshots/x");
                return !SafePath.IsInside(path) || Path.GetFullPath(Path.Combine(root, path)).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            },
            iter: 20_000);
    }

    [Fact(Timeout = Timeout)]
    public void A_partial_blob_with_damaged_state_begins_anew_and_a_good_one_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-partial-").FullName;
        try
        {
            var path = Path.Combine(folder, "blob.incomplete");
            const long size = PartialBlob.PartSize + 1_000;
            using (var blob = PartialBlob.Open(path, size))
            {
                blob.Append(1, new byte[600]);
                blob.Append(0, new byte[300]);
                Assert.Equal((900, 300), (blob.Written, blob.Prefix));
            }

            using (var blob = PartialBlob.Open(path, size))
            {
                Assert.Equal((900, 300, 2), (blob.Written, blob.Prefix, blob.MissingParts));
            }

            Gen.Select(Gen.Long[0, 32], Gen.Byte).Sample(
                (offset, value) =>
                {
                    using (var file = File.OpenWrite(path))
                    {
                        file.Position = size + offset;
                        file.WriteByte(value);
                    }

                    using var blob = PartialBlob.Open(path, size);
                    return blob.Written >= 0 && blob.Written <= size && blob.Prefix <= size;
                },
                iter: 200,
                threads: 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public void Only_the_files_a_server_needs_are_downloaded()
    {
        static string[] Needed(DownloadFilter? filter, params string[] paths) =>
            [.. NeededFiles.Of([.. paths.Select(path => new HubFile(path, 1, "x", false, false))], filter).Select(file => file.Path)];
        string[] gptOss = ["config.json", "model-00000-of-00002.safetensors", "model.safetensors.index.json", "original/model.safetensors", "metal/model.bin", "README.md", "tokenizer.json", "chat_template.jinja"];
        Assert.Equal(["config.json", "model-00000-of-00002.safetensors", "model.safetensors.index.json", "tokenizer.json", "chat_template.jinja"], Needed(Catalog.GptOss_120B.Target.Download, gptOss));
        Assert.Equal(["config.json", "model.safetensors", "tiktoken.model", "merges.txt"], Needed(null, "config.json", "model.safetensors", "pytorch_model.bin", "tiktoken.model", "merges.txt", "training_state.pt", "runs/events.json"));
        Assert.Equal(["config.json", "pytorch_model.bin"], Needed(null, "config.json", "pytorch_model.bin", "training_state.pt"));
    }

    [Fact(Timeout = Timeout)]
    public void A_broken_off_download_is_not_taken_for_a_checkpoint()
    {
        var folder = Directory.CreateTempSubdirectory("specbundle-checkpoint-").FullName;
        try
        {
            void Write(string name, string text = "x") => File.WriteAllText(Path.Combine(folder, name), text);
            Assert.Equal("config.json", CheckpointFiles.WhatIsMissing(folder));
            Write("config.json");
            Assert.Equal("the weights", CheckpointFiles.WhatIsMissing(folder));
            Write("training_args.bin");
            Assert.Equal("the weights", CheckpointFiles.WhatIsMissing(folder));
            Write("model-00001-of-00002.safetensors");
            Assert.Equal("the index of the weights", CheckpointFiles.WhatIsMissing(folder));
            Write("model.safetensors.index.json", """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}""");
            Assert.Equal("model-00002-of-00002.safetensors", CheckpointFiles.WhatIsMissing(folder));
            Write("model-00002-of-00002.safetensors");
            Assert.Null(CheckpointFiles.WhatIsMissing(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_data_set_is_read_by_its_own_routes()
    {
        await using var hub = await HubProcess.StartAsync(("datasets/org/data", new RepositoryText().Text("test.jsonl", "{}").Text("a/b c.csv", "x,y")));
        using var http = HubHandlers.Pipeline(hub.Settings(), factory: null);
        var api = new HubApi(new HubTransport(hub.Settings(), http));
        var state = await api.ResolveAsync(RepositoryName.DataSet("org/data"), "main", TestContext.Current.CancellationToken);
        Assert.Equal(["test.jsonl", "a/b c.csv"], state.Files.Select(file => file.Path));
        Assert.Equal("x,y"u8.ToArray(), await api.ReadAsync(state.Name, state.Commit, state.Files[1], TestContext.Current.CancellationToken));
        Assert.Equal("datasets--org--data", state.Name.Folder);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_model_is_removed_from_the_cache_unless_somebody_pulls_it()
    {
        await using var hub = await HubProcess.StartAsync(("org/target", RepositoryText.Target()));
        await hub.PullAsync("org/target");
        var (cache, removal) = (new ModelCache(hub.Cache), new CacheRemoval(hub.Cache));
        var found = cache.Find("org/target")!;
        Assert.True(found.IsComplete);
        Assert.InRange(found.Bytes, 100_000, 101_000);
        using (NativeLock.TryAcquire(hub.Layout("org/target").Lock(RepositoryText.HashOf(1, 100_000))))
        {
            Assert.Equal(HubFailureReason.CacheInUse, Assert.Throws<HubException>(() => removal.Run(["org/target"])).Reason);
        }

        Assert.NotNull(cache.Find("org/target"));
        removal.Run(["org/target"]);
        Assert.Null(cache.Find("org/target"));
    }
}
