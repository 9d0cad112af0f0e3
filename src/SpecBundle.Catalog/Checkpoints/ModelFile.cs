namespace SpeculativeDecoding;

/// <summary>Reads a file of a model folder whole, whatever lies there: a pipe never answers, a device never ends.</summary>
internal static class ModelFile
{
    /// <summary>A file larger than this is not read, in bytes.</summary>
    public const int Longest = 100_000_000;

    /// <summary>Reads it.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="longest">The most bytes that are read.</param>
    /// <exception cref="IOException">It is no file, or empty, or larger than that: the message says which.</exception>
    public static byte[] Read(string path, int longest = Longest)
    {
        var length = LinkedFile.LengthOf(path);
        if (length == 0)
        {
            // What has no length is not opened: .NET does not tell an empty file from a pipe, which might never answer.
            throw new IOException("it is empty, or a pipe or a device rather than a file");
        }

        if (length > longest)
        {
            throw new IOException(FormattableString.Invariant($"it is larger than {longest / 1_000_000} MB"));
        }

        // Where nothing is there, opening says so.
        using var handle = File.OpenHandle(path);
        var bytes = new byte[Math.Max(length, 0)];
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read), read);
            if (count == 0)
            {
                return bytes[..read];
            }

            read += count;
        }

        return bytes;
    }

    /// <summary>Reads it as text; nothing where it has no length.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(new MemoryStream(LinkedFile.LengthOf(path) == 0 ? [] : Read(path)));
        return reader.ReadToEnd();
    }

    /// <summary>Reads its lines; none where it has no length.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var reader = new StringReader(ReadText(path));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
