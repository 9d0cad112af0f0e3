namespace SpeculativeDecoding.Tests;

/// <summary>A checkpoint's folder that is gone after the test.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoint");

    public CheckpointFolder(string config, int weightBytes = 0)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "config.json"), config);
        if (weightBytes > 0)
        {
            File.WriteAllBytes(System.IO.Path.Combine(Path, "model.safetensors"), new byte[weightBytes]);
        }
    }

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
