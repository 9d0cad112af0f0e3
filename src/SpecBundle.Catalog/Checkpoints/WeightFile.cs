namespace SpeculativeDecoding;

/// <summary>A file of weights, as far as its beginning and its length tell.</summary>
/// <param name="Name">Its path inside the checkpoint.</param>
/// <param name="Bytes">Its length; -1 where it is not there.</param>
/// <param name="Header">What it holds; null where that can't be told.</param>
/// <param name="Fault">What is wrong with it; null where nothing is.</param>
internal sealed record WeightFile(string Name, long Bytes, SafetensorsHeader? Header, HeaderFault? Fault)
{
    private const int StartBytes = 64;

    /// <summary>A longer header is not read, in bytes: one of a released shard has at most a few megabytes.</summary>
    public const int LongestJson = 32_000_000;

    public bool IsThere => Bytes >= 0;

    /// <summary>Why it was not looked into, though nothing may be wrong with it; null where it was.</summary>
    public string? Unseen { get; private init; }

    /// <summary>A file whose header is too long to be read for a look.</summary>
    public static WeightFile WithLongHeader(string name, long bytes, int length) => new(name, bytes, null, null) { Unseen = FormattableString.Invariant($"its header has {length:N0} bytes") };

    public static bool IsLong(int length) => length > LongestJson;

    /// <summary>Looks at a file on this machine.</summary>
    public static WeightFile Read(string folder, string name) => ReadPath(Path.Combine(folder, name), name);

    /// <summary>Looks at a file on this machine that is called otherwise there.</summary>
    public static WeightFile ReadPath(string path, string name)
    {
        var bytes = LinkedFile.LengthOf(path);
        if (bytes < SafetensorsHeader.PrefixBytes)
        {
            // What has no length, such as a pipe, is not opened: it might never answer.
            return new(name, bytes, null, bytes < 0 ? null : HeaderFault.TooShort(bytes));
        }

        try
        {
            using var handle = File.OpenHandle(path);
            var start = new byte[StartBytes];
            var (length, fault) = SafetensorsHeader.LengthOf(start.AsSpan(0, RandomAccess.Read(handle, start, 0)), bytes);
            if (fault is not null)
            {
                return new(name, bytes, null, fault);
            }

            if (IsLong(length))
            {
                return WithLongHeader(name, bytes, length);
            }

            var json = new byte[length];
            for (var read = 0; read < length;)
            {
                var count = RandomAccess.Read(handle, json.AsSpan(read), SafetensorsHeader.PrefixBytes + read);
                if (count == 0)
                {
                    return new(name, bytes, null, HeaderFault.Unreadable("it ended while it was read"));
                }

                read += count;
            }

            return Of(name, bytes, json);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(name, bytes, null, HeaderFault.Unreadable(exception.Message.TrimEnd('.')));
        }
    }

    /// <summary>A file whose header was read.</summary>
    public static WeightFile Of(string name, long bytes, ReadOnlySpan<byte> json)
    {
        var (header, fault) = SafetensorsHeader.Parse(json, bytes);
        return new(name, bytes, header, fault);
    }

    /// <summary>Whether a small file of any format is a pointer of Git LFS.</summary>
    public static bool IsLfsPointer(string path)
    {
        if (LinkedFile.LengthOf(path) is < SafetensorsHeader.PrefixBytes or > 1_000)
        {
            return false;
        }

        try
        {
            return SafetensorsHeader.IsLfsPointer(ModelFile.Read(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
