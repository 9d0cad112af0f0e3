using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SpeculativeDecoding.Tests;

/// <summary>Writes float32 and int64 tensors as a safetensors file.</summary>
internal sealed class SafetensorsWriter
{
    private readonly List<(string Name, string Type, long[] Shape, byte[] Bytes)> _tensors = [];

    public SafetensorsWriter Add(string name, float[] values, params long[] shape) => Add(name, "F32", MemoryMarshal.AsBytes<float>(values).ToArray(), shape);

    public SafetensorsWriter Add(string name, long[] values, params long[] shape) => Add(name, "I64", MemoryMarshal.AsBytes<long>(values).ToArray(), shape);

    public void Write(string path)
    {
        var header = new Dictionary<string, object>();
        var offset = 0L;
        foreach (var (name, type, shape, bytes) in _tensors)
        {
            header[name] = new { dtype = type, shape, data_offsets = new[] { offset, offset + bytes.Length } };
            offset += bytes.Length;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        using var stream = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        stream.Write(length);
        stream.Write(json);
        foreach (var (_, _, _, bytes) in _tensors)
        {
            stream.Write(bytes);
        }
    }

    private SafetensorsWriter Add(string name, string type, byte[] bytes, long[] shape)
    {
        _tensors.Add((name, type, shape, bytes));
        return this;
    }
}
