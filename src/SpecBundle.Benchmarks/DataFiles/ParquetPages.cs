namespace SpeculativeDecoding.Benchmarks;

/// <summary>Walks through the pages of a column by their headers, and holds what they say against the column and the file.</summary>
internal static class ParquetPages
{
    // A header may hold the least and the most value, as long as they are.
    private const int LongestHeader = 1_000_000;
    private const int UsualHeader = 4_096;
    private const long Grace = 8_000_000;
    private const long MostExpansion = 1_000;

    /// <exception cref="FormatException">They can't be what they say.</exception>
    public static async Task CheckAsync(Stream stream, ParquetFooter.Column column, CancellationToken cancellationToken)
    {
        var (position, end, values) = (column.Begin, column.Begin + column.Bytes, 0L);
        while (position < end && values < column.Values)
        {
            var (header, length) = await HeaderAsync(stream, position, end, UsualHeader, cancellationToken).ConfigureAwait(false)
                ?? await HeaderAsync(stream, position, end, LongestHeader, cancellationToken).ConfigureAwait(false)
                ?? throw new FormatException("a page has no header");
            position += length + header.Bytes;
            values += header.IsDictionary ? 0 : header.Values;
            if (header.Bytes < 0 || position > end || header.Values < 0 || (!header.IsDictionary && header.Values > column.Values) || header.UnpackedBytes < 0
                || header.UnpackedBytes > Grace + (MostExpansion * header.Bytes) || (header.IsDictionary && header.Values > header.UnpackedBytes))
            {
                throw new FormatException("a page says of itself what its column can't hold");
            }
        }

        if (values < column.Values)
        {
            throw new FormatException($"a column has {values} of its {column.Values} values");
        }
    }

    private static async Task<(Header Header, int Length)?> HeaderAsync(Stream stream, long position, long end, int most, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(most, end - position)];
        stream.Position = position;
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            var header = new Header();
            return (header, header.Read(bytes));
        }
        catch (FormatException) when (bytes.Length == most && most < LongestHeader)
        {
            return null;
        }
    }

    private sealed class Header
    {
        private const int DictionaryPage = 2;

        public bool IsDictionary { get; private set; }

        public long UnpackedBytes { get; private set; } = -1;

        public long Bytes { get; private set; } = -1;

        public long Values { get; private set; } = -1;

        public int Read(ReadOnlySpan<byte> bytes)
        {
            var shape = new ThriftReader(bytes);
            ParquetShapes.Page.Check(ref shape);
            var reader = new ThriftReader(bytes);
            reader.ReadStruct(this, static (ref reader, member, type, header) =>
            {
                switch (member, type)
                {
                    case (1, ThriftType.Int32):
                        header.IsDictionary = reader.Number() == DictionaryPage;
                        return true;
                    case (2, ThriftType.Int32):
                        header.UnpackedBytes = reader.Number();
                        return true;
                    case (3, ThriftType.Int32):
                        header.Bytes = reader.Number();
                        return true;
                    case (5 or 7 or 8, ThriftType.Struct):
                        reader.ReadStruct(header, static (ref reader, member, type, header) =>
                        {
                            if ((member, type) != (1, ThriftType.Int32))
                            {
                                return false;
                            }

                            header.Values = reader.Number();
                            return true;
                        });
                        return true;
                    default:
                        return false;
                }
            });
            return reader.Position;
        }
    }
}
