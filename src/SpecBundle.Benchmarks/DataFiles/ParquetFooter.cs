using System.Buffers.Binary;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// What a parquet file says of itself, held against its length before it is read: the reader takes memory by what the file
/// says, and goes as deep as it says.
/// </summary>
internal sealed class ParquetFooter
{
    private const int LongestFooter = 16_000_000;
    private const int DeepestSchema = 32;
    private const int FrameBytes = 12; // the magic number at both ends, and the length of the footer
    private const int FewValues = 1_000_000;
    private const int ValuesPerByte = 16;
    private const int MostValues = 64_000_000;
    private readonly List<int> _children = [];
    private readonly List<Group> _groups = [];

    private ParquetFooter()
    {
    }

    /// <summary>The row groups.</summary>
    public IReadOnlyList<Group> Groups => _groups;

    private long Rows { get; set; }

    /// <exception cref="FormatException">It can't be what it says.</exception>
    public static async Task<ParquetFooter> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var length = stream.Length;
        var end = new byte[8];
        stream.Position = Math.Max(0, length - end.Length);
        if (length < FrameBytes || await stream.ReadAtLeastAsync(end, end.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < end.Length || !end.AsSpan(4).SequenceEqual("PAR1"u8))
        {
            throw new FormatException("it does not end as parquet does; it may be cut off");
        }

        var bytes = BinaryPrimitives.ReadUInt32LittleEndian(end);
        if (bytes > Math.Min(LongestFooter, length - FrameBytes))
        {
            throw new FormatException($"its metadata would be {bytes} bytes long");
        }

        var text = new byte[bytes];
        stream.Position = length - end.Length - bytes;
        await stream.ReadExactlyAsync(text, cancellationToken).ConfigureAwait(false);
        stream.Position = 0;
        var footer = new ParquetFooter();
        footer.Parse(text);
        footer.Check(length);
        return footer;
    }

    private void Parse(ReadOnlySpan<byte> text)
    {
        var shape = new ThriftReader(text);
        ParquetShapes.Footer.Check(ref shape);
        var reader = new ThriftReader(text);
        reader.ReadStruct(this, static (ref reader, member, type, footer) =>
        {
            switch (member, type)
            {
                case (2, ThriftType.List):
                    footer.ReadSchema(ref reader);
                    return true;
                case (3, ThriftType.Int64):
                    footer.Rows = reader.Number();
                    return true;
                case (4, ThriftType.List):
                    footer.ReadGroups(ref reader);
                    return true;
                default:
                    return false;
            }
        });
    }

    private void ReadSchema(ref ThriftReader reader)
    {
        var (count, _) = reader.List();
        for (var i = 0; i < count; i++)
        {
            _children.Add(0);
            reader.ReadStruct(_children, static (ref reader, member, type, children) =>
            {
                if ((member, type) != (5, ThriftType.Int32))
                {
                    return false;
                }

                children[^1] = (int)Math.Clamp(reader.Number(), -1, int.MaxValue);
                return true;
            });
        }
    }

    private void ReadGroups(ref ThriftReader reader)
    {
        var (count, _) = reader.List();
        for (var i = 0; i < count; i++)
        {
            var group = new Group();
            _groups.Add(group);
            reader.ReadStruct(group, static (ref reader, member, type, group) =>
            {
                switch (member, type)
                {
                    case (1, ThriftType.List):
                        group.ReadColumns(ref reader);
                        return true;
                    case (3, ThriftType.Int64):
                        group.Rows = reader.Number();
                        return true;
                    default:
                        return false;
                }
            });
        }
    }

    private void Check(long length)
    {
        if (_children.Count is < 2 or > DataLimits.MostColumns)
        {
            throw new FormatException($"its schema has {Math.Max(0, _children.Count - 1)} fields");
        }

        var place = 0;
        CheckSchema(ref place, 1);
        if (place != _children.Count)
        {
            throw new FormatException("its schema does not add up");
        }

        if (_groups.Sum(group => (decimal)group.Rows) != Rows)
        {
            throw new FormatException($"it tells of {Rows} rows, and has others");
        }

        foreach (var group in _groups)
        {
            group.Check(length, Math.Min(MostValues, FewValues + (ValuesPerByte * length)));
        }

        if (_groups.SelectMany(group => group.Columns).Sum(column => (decimal)column.Bytes) > length)
        {
            throw new FormatException("its columns are longer than the file");
        }
    }

    private void CheckSchema(ref int place, int depth)
    {
        if (depth > DeepestSchema || place >= _children.Count)
        {
            throw new FormatException("its schema is nested too deep, or ends too early");
        }

        var children = _children[place++];
        for (var child = 0; child < children; child++)
        {
            CheckSchema(ref place, depth + 1);
        }
    }

    /// <summary>A row group.</summary>
    public sealed class Group
    {
        private readonly List<Column> _columns = [];

        /// <summary>Its rows.</summary>
        public long Rows { get; set; }

        /// <summary>Its columns, of which each value stands in a place of its own.</summary>
        public IReadOnlyList<Column> Columns => _columns;

        public void ReadColumns(ref ThriftReader reader)
        {
            var (count, _) = reader.List();
            for (var i = 0; i < count; i++)
            {
                var column = new Column();
                _columns.Add(column);
                reader.ReadStruct(column, static (ref reader, member, type, column) =>
                {
                    if ((member, type) != (3, ThriftType.Struct))
                    {
                        return false;
                    }

                    reader.ReadStruct(column, static (ref reader, member, type, column) => type == ThriftType.Int64 && column.Read(ref reader, member));
                    return true;
                });
            }
        }

        public void Check(long length, long mostValues)
        {
            if (_columns.Sum(column => (decimal)column.Values) > mostValues)
            {
                throw new FormatException($"a row group tells of more than {mostValues} values");
            }

            foreach (var column in _columns)
            {
                if (column.Values < Rows || Rows < 0 || column.Begin < 0 || column.Bytes < 0 || column.Begin > length - column.Bytes)
                {
                    throw new FormatException("a column lies outside of the file, or has fewer values than rows");
                }
            }

            if (_columns.Count == 0 && Rows > 0)
            {
                throw new FormatException("it has rows without columns");
            }
        }
    }

    /// <summary>A column of a row group.</summary>
    public sealed class Column
    {
        private long? _dictionary;
        private long _data;

        public long Values { get; private set; }

        /// <summary>Its length in the file.</summary>
        public long Bytes { get; private set; }

        /// <summary>Its uncompressed length.</summary>
        public long UnpackedBytes { get; private set; }

        public long Begin => _dictionary is > 0 and var first && first < _data ? first : _data;

        public bool Read(ref ThriftReader reader, int member)
        {
            switch (member)
            {
                case 5:
                    Values = reader.Number();
                    return true;
                case 6:
                    UnpackedBytes = reader.Number();
                    return true;
                case 7:
                    Bytes = reader.Number();
                    return true;
                case 9:
                    _data = reader.Number();
                    return true;
                case 11:
                    _dictionary = reader.Number();
                    return true;
                default:
                    return false;
            }
        }
    }
}
