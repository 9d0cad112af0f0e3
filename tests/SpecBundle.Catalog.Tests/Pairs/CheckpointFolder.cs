using System.Text;

namespace SpeculativeDecoding.Tests;

/// <summary>A checkpoint's folder that is gone after the test.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoint");

    public CheckpointFolder(string config, int weightBytes = 200)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "config.json"), config);
        if (weightBytes > 0)
        {
            File.WriteAllBytes(System.IO.Path.Combine(Path, "model.safetensors"), Weights(weightBytes));
        }
    }

    /// <summary>A safetensors file of so many bytes, with one tensor that no model class knows.</summary>
    private static byte[] Weights(int bytes)
    {
        const int HeaderLength = 80;
        var (file, data) = (new byte[bytes], bytes - 8 - HeaderLength);
        file[0] = HeaderLength;
        Encoding.ASCII.GetBytes($$$"""{"w":{"dtype":"U8","shape":[{{{data}}}],"data_offsets":[0,{{{data}}}]}}""".PadRight(HeaderLength)).CopyTo(file, 8);
        return file;
    }

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
