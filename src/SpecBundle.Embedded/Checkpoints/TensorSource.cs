using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpeculativeDecoding.Embedded;

/// <summary>The tensors of a checkpoint folder, from one file or from shards.</summary>
internal sealed class TensorSource
{
    private readonly string _folder;
    private readonly Dictionary<string, SafetensorsFile> _files = new(StringComparer.Ordinal);

    public TensorSource(string folder)
    {
        _folder = folder;
        var paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.safetensors") : throw new CheckpointException(folder, "there is no such folder.");
        if (paths.Length == 0)
        {
            throw new CheckpointException(folder, "there is no *.safetensors file in it.");
        }

        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var file = SafetensorsFile.Open(path);
            foreach (var name in file.Tensors.Keys)
            {
                _files[name] = file;
            }
        }
    }

    public long Bytes => _files.Sum(pair => pair.Value.Tensors[pair.Key].Length);

    public bool Has(string name) => _files.ContainsKey(name);

    /// <summary>A tensor as 32-bit floats, whatever it is stored as.</summary>
    public float[] Floats(string name, params long[] shape)
    {
        var (file, entry) = Find(name, shape);
        var bytes = file.ReadBytes(entry);
        return entry.DataType switch
        {
            "F32" => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            "BF16" => WidenBrain(bytes),
            "F16" => WidenHalf(bytes),
            _ => throw new CheckpointException(_folder, $"tensor {name} is stored as {entry.DataType}; this engine reads BF16, F16 and F32."),
        };
    }

    public long[] Integers(string name, params long[] shape)
    {
        var (file, entry) = Find(name, shape);
        var bytes = file.ReadBytes(entry);
        return entry.DataType switch
        {
            "I64" => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
            "I32" => [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(value => (long)value)],
            _ => throw new CheckpointException(_folder, $"tensor {name} is stored as {entry.DataType}, where integers are needed."),
        };
    }

    /// <summary>A bfloat16 is the upper half of a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] WidenBrain(byte[] bytes)
    {
        var values = new float[bytes.Length / 2];
        var bits = MemoryMarshal.Cast<float, uint>(values.AsSpan());
        var source = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = (uint)source[i] << 16;
        }

        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] WidenHalf(byte[] bytes)
    {
        var values = new float[bytes.Length / 2];
        var source = MemoryMarshal.Cast<byte, Half>(bytes);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)source[i];
        }

        return values;
    }

    private (SafetensorsFile File, TensorEntry Entry) Find(string name, long[] shape)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            throw new CheckpointException(_folder, $"it has no tensor {name}.");
        }

        var entry = file.Tensors[name];
        if (!entry.Shape.SequenceEqual(shape))
        {
            throw new CheckpointException(_folder, $"tensor {name} has the shape [{string.Join(", ", entry.Shape)}] where the configuration asks for [{string.Join(", ", shape)}].");
        }

        return entry.Length == entry.Elements * Width(entry.DataType)
            ? (file, entry)
            : throw new CheckpointException(_folder, $"tensor {name} holds {entry.Length} bytes, which its shape does not explain.");
    }

    private static int Width(string dataType) => dataType switch
    {
        "BOOL" or "U8" or "I8" => 1,
        "BF16" or "F16" or "I16" => 2,
        "F32" or "I32" => 4,
        _ => 8,
    };
}
