using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace SpeculativeDecoding.Tests;

/// <summary>A checkpoint of any size: its weights are holes in files, which take no disk.</summary>
internal sealed class SyntheticCheckpoint : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("specbundle-synthetic-");

    public SyntheticCheckpoint(string config, params IReadOnlyList<SyntheticTensor> tensors)
    {
        File.WriteAllText(Of("config.json"), config);
        File.WriteAllText(Of("tokenizer.json"), "{}");
        Write("model.safetensors", tensors);
    }

    public string Path => _folder.FullName;

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, IReadOnlyList<SyntheticTensor> tensors)
    {
        var header = Header(tensors);
        using var file = File.Create(Of(name));
        file.Write(header);
        file.SetLength(header.Length + tensors.Sum(tensor => tensor.Bytes));
    }

    /// <summary>Length and JSON, as the format's own writer makes them.</summary>
    public static byte[] Header(IReadOnlyList<SyntheticTensor> tensors)
    {
        var root = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var begin = 0L;
        foreach (var tensor in tensors)
        {
            root[tensor.Name] = new JsonObject { ["dtype"] = tensor.DataType, ["shape"] = new JsonArray([.. tensor.Shape.Select(side => (JsonNode)side)]), ["data_offsets"] = new JsonArray(begin, begin += tensor.Bytes) };
        }

        var json = Encoding.UTF8.GetBytes(root.ToJsonString());
        var padded = (json.Length + 7) / 8 * 8;
        var bytes = new byte[8 + padded];
        bytes.AsSpan(8).Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)padded);
        json.CopyTo(bytes, 8);
        return bytes;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
