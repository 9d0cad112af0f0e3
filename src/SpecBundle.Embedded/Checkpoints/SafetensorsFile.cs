namespace SpeculativeDecoding.Embedded;

/// <summary>A safetensors file: 8 bytes of header length, a JSON header, the tensors.</summary>
internal sealed class SafetensorsFile
{
    private readonly string _path;

    private SafetensorsFile(string path, IReadOnlyDictionary<string, TensorEntry> tensors) => (_path, Tensors) = (path, tensors);

    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <exception cref="ModelLoadException">It can't be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = WeightFile.ReadPath(path, Path.GetFileName(path));
        if (file.Header is not { } header || file.Fault is not null)
        {
            throw new ModelLoadException(path, $"it {file.Fault?.Sentence ?? $"can't be read: {file.Unseen ?? "it is not there"}"}.");
        }

        // The data fill the file from the end of the header on, which was checked.
        var start = file.Bytes - header.Tensors.Max(tensor => tensor.End);
        return new SafetensorsFile(path, header.Tensors.ToDictionary(
            tensor => tensor.Name, tensor => new TensorEntry(tensor.DataType, tensor.Shape, start + tensor.Begin, tensor.End - tensor.Begin), StringComparer.Ordinal));
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
}
