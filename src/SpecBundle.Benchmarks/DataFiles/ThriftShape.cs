namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// The members of a structure, by number, each with the type that the format gives it. The reader behind takes a member for
/// what its number says, whatever type the bytes tell, and then reads on beyond their end.
/// </summary>
internal sealed class ThriftShape
{
    private readonly Dictionary<int, Member> _members = [];

    /// <summary>Simple values; a truth value is of one of two types.</summary>
    public ThriftShape With(ThriftType type, params int[] members)
    {
        foreach (var member in members)
        {
            _members[member] = new Member(type, null, null);
        }

        return this;
    }

    /// <summary>A structure.</summary>
    public ThriftShape WithStruct(int member, ThriftShape shape)
    {
        _members[member] = new Member(ThriftType.Struct, null, shape);
        return this;
    }

    /// <summary>A list of structures.</summary>
    public ThriftShape WithList(int member, ThriftShape shape)
    {
        _members[member] = new Member(ThriftType.List, ThriftType.Struct, shape);
        return this;
    }

    /// <summary>A list of simple values.</summary>
    public ThriftShape WithList(int member, ThriftType item)
    {
        _members[member] = new Member(ThriftType.List, item, null);
        return this;
    }

    /// <summary>Walks through a structure.</summary>
    /// <exception cref="FormatException">A member is of another type.</exception>
    public void Check(ref ThriftReader reader) => reader.ReadStruct(this, static (ref reader, number, type, shape) =>
    {
        if (!shape._members.TryGetValue(number, out var member))
        {
            return false;
        }

        Require(member.Type, type);
        if (type == ThriftType.Struct)
        {
            member.Shape!.Check(ref reader);
            return true;
        }

        if (type == ThriftType.List)
        {
            member.CheckList(ref reader);
            return true;
        }

        return false;
    });

    private static void Require(ThriftType expected, ThriftType type)
    {
        if (expected != type && !(expected == ThriftType.True && type == ThriftType.False))
        {
            throw new FormatException($"its metadata have the type {(int)type} where {(int)expected} stands");
        }
    }

    private sealed record Member(ThriftType Type, ThriftType? Item, ThriftShape? Shape)
    {
        public void CheckList(ref ThriftReader reader)
        {
            var (count, item) = reader.List();
            if (count == 0)
            {
                return;
            }

            Require(Item!.Value, item);
            for (var i = 0; i < count; i++)
            {
                if (Shape is null)
                {
                    reader.SkipItem(item);
                }
                else
                {
                    Shape.Check(ref reader);
                }
            }
        }
    }
}
