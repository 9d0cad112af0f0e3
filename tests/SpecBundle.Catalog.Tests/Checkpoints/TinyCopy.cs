using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>A copy of our own pair, for a test to damage.</summary>
internal sealed class TinyCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("specbundle-tiny-");

    public TinyCopy()
    {
        foreach (var role in new[] { "target", "draft" })
        {
            Directory.CreateDirectory(Of(role));
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "tiny", role)))
            {
                File.Copy(file, Of(role, Path.GetFileName(file)));
            }
        }
    }

    public ModelPair Pair => new(Of("target"), Of("draft"));

    public string Of(string role, string file = "") => Path.Combine(_folder.FullName, role, file).TrimEnd('/');

    public void Configure(string role, string name, JsonNode? value)
    {
        var config = JsonNode.Parse(File.ReadAllText(Of(role, "config.json")))!;
        config[name] = value;
        File.WriteAllText(Of(role, "config.json"), config.ToJsonString());
    }

    public void Truncate(string role, long length)
    {
        using var file = File.OpenWrite(Of(role, "model.safetensors"));
        file.SetLength(length);
    }

    /// <summary>Shards of the pair's target, with an index that names them.</summary>
    public void Index(string role, params (string Tensor, string File)[] entries) =>
        File.WriteAllText(Of(role, WeightIndex.FileName), new JsonObject { ["weight_map"] = new JsonObject([.. entries.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Tensor, entry.File))]) }.ToJsonString());

    public void Dispose() => _folder.Delete(recursive: true);
}
