using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>What the catalog says of our own pair is what its files say.</summary>
public sealed class TinyTests
{
    [Fact(Timeout = 30_000)]
    public void The_catalog_tells_of_the_target_what_its_files_say()
    {
        var target = Catalog.Tiny.Target;
        using var config = Config("target");
        int Number(string name) => config.RootElement.GetProperty(name).GetInt32();

        Assert.Equal(Number("max_position_embeddings"), target.ContextLength!.Value);
        Assert.Equal(Number("vocab_size"), target.VocabularySize!.Value);
        Assert.Equal(Number("num_hidden_layers"), target.Layers!.Value);
        Assert.Equal(Number("num_attention_heads"), target.AttentionHeads!.Value);
        Assert.Equal(Number("num_key_value_heads"), target.KeyValueHeads!.Value);
        Assert.Equal(Number("head_dim"), target.HeadSize!.Value);
        Assert.Equal(2L * 2 * Number("num_hidden_layers") * Number("num_key_value_heads") * Number("head_dim"), target.KeyValueBytesPerToken!.Value);
        Assert.Equal(config.RootElement.GetProperty("architectures")[0].GetString(), target.Architecture!.Value);
        Assert.Equal(config.RootElement.GetProperty("torch_dtype").GetString(), target.WeightFormat!.Value.ToString(), ignoreCase: true);
        Assert.Equal(new FileInfo(Path.Combine(Folder("target"), "model.safetensors")).Length, target.WeightBytes!.Value);
    }

    [Fact(Timeout = 30_000)]
    public void The_catalog_tells_of_the_draft_what_its_files_say()
    {
        var draft = Catalog.Tiny.Draft!;
        using var config = Config("draft");

        Assert.Equal(config.RootElement.GetProperty("max_position_embeddings").GetInt32(), draft.ContextLength!.Value);
        Assert.Equal(config.RootElement.GetProperty("draft_vocab_size").GetInt32(), draft.DraftVocabularySize!.Value);
        Assert.Equal(config.RootElement.GetProperty("vocab_size").GetInt32(), Catalog.Tiny.Target.VocabularySize!.Value);
        Assert.Equal(config.RootElement.GetProperty("architectures")[0].GetString(), draft.Architecture!.Value);
        Assert.Equal(new FileInfo(Path.Combine(Folder("draft"), "model.safetensors")).Length, draft.WeightBytes!.Value);
        Assert.Equal(SpeculativeAlgorithm.Eagle3, draft.Algorithm);
    }

    private static JsonDocument Config(string role) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(role), "config.json")));

    private static string Folder(string role) => Path.Combine(AppContext.BaseDirectory, "tiny", role);
}
