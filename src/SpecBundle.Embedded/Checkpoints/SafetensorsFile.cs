using System.Buffers.Binary;
using System.Text.Json;

namespace SpeculativeDecoding.Embedded;

/// <summary>A safetensors file: 8 bytes of header length, a JSON header, the tensors.</summary>
internal sealed class SafetensorsFile
{
    // The format's own limit; a pointer file of a large-file store or a truncated download reads as far more.
    private const ulong MaximumHeaderLength = 100_000_000;
    private readonly string _path;

    private SafetensorsFile(string path, IReadOnlyDictionary<string, TensorEntry> tensors) => (_path, Tensors) = (path, tensors);

    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    public static SafetensorsFile Open(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            Span<byte> prefix = stackalloc byte[8];
            if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            {
                throw new ModelLoadException(path, "shorter than the 8 bytes that a safetensors file starts with.");
            }

            var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (length > MaximumHeaderLength || (long)length > stream.Length - 8)
            {
                throw new ModelLoadException(path, $"not a safetensors file: its header would be {length} bytes long. Was it downloaded whole?");
            }

            var header = new byte[(int)length];
            stream.ReadExactly(header);
            return new SafetensorsFile(path, ReadHeader(path, header, 8 + (long)length, stream.Length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelLoadException(path, exception.Message, exception);
        }
    }

    public byte[] ReadBytes(TensorEntry entry)
    {
        if (entry.Length > Array.MaxLength)
        {
            throw new ModelLoadException(_path, $"a tensor of {entry.Length} bytes is larger than this engine reads.");
        }

        var bytes = new byte[entry.Length];
        using var handle = File.OpenHandle(_path);
        var read = 0;
        while (read < bytes.Length)
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read), entry.Offset + read);
            if (count == 0)
            {
                throw new ModelLoadException(_path, "ended inside a tensor.");
            }

            read += count;
        }

        return bytes;
    }

    private static Dictionary<string, TensorEntry> ReadHeader(string path, byte[] header, long dataStart, long fileLength)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
            {
                var offsets = property.Value.GetProperty("data_offsets");
                var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
                var shape = property.Value.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64()).ToList();
                if (start < 0 || end < start || end > fileLength - dataStart || shape.Any(dimension => dimension < 0))
                {
                    throw new ModelLoadException(path, $"tensor {property.Name} lies outside of the file. Was it downloaded whole?");
                }

                tensors[property.Name] = new TensorEntry(property.Value.GetProperty("dtype").GetString() ?? "", shape, dataStart + start, end - start);
            }

            return tensors;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            throw new ModelLoadException(path, $"its header can't be read: {exception.Message}", exception);
        }
    }
}
