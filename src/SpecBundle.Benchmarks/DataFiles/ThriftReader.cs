namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Walks through a structure of Thrift's compact protocol, in which parquet has its metadata. It goes no deeper than
/// metadata do, and takes no length for true that the bytes do not have: the reader behind it takes both.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 32;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;

    /// <summary>Reads the members of a structure; a member that it does not read is passed over.</summary>
    public delegate bool MemberReader<TState>(ref ThriftReader reader, int member, ThriftType type, TState state);

    /// <summary>How many bytes are behind.</summary>
    public int Position { get; private set; }

    /// <exception cref="FormatException">It is no such structure.</exception>
    public void ReadStruct<TState>(TState state, MemberReader<TState> read)
    {
        Descend();
        for (var member = 0; ;)
        {
            var header = Byte();
            var type = (ThriftType)(header & 15);
            if (type == ThriftType.Stop)
            {
                if (header != 0)
                {
                    // The reader behind takes this for a member, and reads on.
                    throw new FormatException("its metadata have a member of no type");
                }

                _depth--;
                return;
            }

            member = header >> 4 is > 0 and var step ? member + step : MemberNumber();
            if (!read(ref this, member, type, state))
            {
                Skip(type);
            }
        }
    }

    /// <summary>The length of a list, and of what it is.</summary>
    /// <exception cref="FormatException">It is longer than the bytes.</exception>
    public (int Count, ThriftType Type) List()
    {
        var header = Byte();
        var count = header >> 4 is < 15 and var few ? (ulong)few : Varint();
        return count <= (ulong)(_bytes.Length - Position) ? ((int)count, (ThriftType)(header & 15)) : throw TooShort();
    }

    /// <summary>A whole number.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public long Number()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private int MemberNumber() => Number() is >= 0 and <= short.MaxValue and var number ? (int)number : throw new FormatException("its metadata have a member that no structure has");

    private void Skip(ThriftType type)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                Advance(1);
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                break;
            case ThriftType.Double:
                Advance(sizeof(double));
                break;
            case ThriftType.Binary:
                Advance(Varint());
                break;
            case ThriftType.List or ThriftType.Set:
                var (count, item) = List();
                SkipAll(count, item, item);
                break;
            case ThriftType.Map:
                var pairs = Varint();
                if (pairs > 0)
                {
                    var types = Byte();
                    SkipAll(pairs <= (ulong)(_bytes.Length - Position) ? (int)pairs : throw TooShort(), (ThriftType)(types >> 4), (ThriftType)(types & 15), isMap: true);
                }

                break;
            case ThriftType.Struct:
                ReadStruct(0, static (ref _, _, _, _) => false);
                break;
            default:
                throw new FormatException($"its metadata have a value of the unknown type {(int)type}");
        }
    }

    private void SkipAll(int count, ThriftType key, ThriftType value, bool isMap = false)
    {
        Descend();
        for (var i = 0; i < count; i++)
        {
            SkipItem(value);
            if (isMap)
            {
                SkipItem(key);
            }
        }

        _depth--;
    }

    /// <summary>Passes over an item of a list, in which a truth value has a byte of its own.</summary>
    public void SkipItem(ThriftType type) => Skip(type is ThriftType.True or ThriftType.False ? ThriftType.Byte : type);

    private void Descend() => _depth = _depth < Deepest ? _depth + 1 : throw new FormatException("its metadata are nested too deep");

    private byte Byte() => Position < _bytes.Length ? _bytes[Position++] : throw TooShort();

    private ulong Varint()
    {
        for (var (value, shift) = (0UL, 0); shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw new FormatException("its metadata have a number of more than 64 bits");
    }

    private void Advance(ulong count) => Position = count <= (ulong)(_bytes.Length - Position) ? Position + (int)count : throw TooShort();

    private static FormatException TooShort() => new("its metadata end too early");
}

/// <summary>The types of Thrift's compact protocol.</summary>
internal enum ThriftType
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}
