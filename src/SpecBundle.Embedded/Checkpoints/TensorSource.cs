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
        if (!Directory.Exists(folder))
        {
            throw new ModelLoadException(folder, "there is no such folder.");
        }

        var index = ReadIndex(Path.Combine(folder, WeightIndex.FileName));
        var names = WeightFiles.Chosen([.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path))], index);
        if (names.Count == 0)
        {
            throw new ModelLoadException(folder, "there is no *.safetensors file in it.");
        }

        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            var file = File.Exists(path) ? SafetensorsFile.Open(path) : throw new ModelLoadException(folder, $"the index names the shard {Printable.Name(name)}, which is not there.");
            foreach (var tensor in file.Tensors.Keys)
            {
                _files[tensor] = file;
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
            _ => throw new ModelLoadException(_folder, $"tensor {name} is stored as {entry.DataType}; this engine reads BF16, F16 and F32."),
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
            _ => throw new ModelLoadException(_folder, $"tensor {name} is stored as {entry.DataType}, where integers are needed."),
        };
    }

    private static WeightIndex? ReadIndex(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var (index, objection) = WeightIndex.Parse(ModelFile.Read(path, WeightIndex.Longest));
            return index ?? throw new ModelLoadException(path, $"{objection}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(path, exception.Message, exception);
        }
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
            throw new ModelLoadException(_folder, $"it has no tensor {name}.");
        }

        var entry = file.Tensors[name];
        if (!entry.Shape.SequenceEqual(shape))
        {
            throw new ModelLoadException(_folder, $"tensor {name} has the shape [{string.Join(", ", entry.Shape)}] where the configuration asks for [{string.Join(", ", shape)}].");
        }

        return Width(entry.DataType) is not { } width || entry.Length == entry.Elements * width
            ? (file, entry)
            : throw new ModelLoadException(_folder, $"tensor {name} holds {entry.Length} bytes, which its shape does not explain.");
    }

    /// <summary>The bytes of an element; null for a type that is not read anyway.</summary>
    private static int? Width(string dataType) => dataType switch
    {
        "BF16" or "F16" => 2,
        "F32" or "I32" => 4,
        "I64" => 8,
        _ => null,
    };
}
