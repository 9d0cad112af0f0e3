using SpeculativeDecoding.Benchmarks;

namespace SpeculativeDecoding.Tests;

/// <summary>Metadata of parquet files that the reader behind would follow beyond their end.</summary>
public sealed class ParquetShapeTests
{
    private const int Limit = 30_000;

    [Theory(Timeout = Limit)]
    [InlineData("its metadata have a member of no type", 0x10, 0x00)]
    [InlineData("its metadata have the type 5 where 9 stands", 0x25, 0x02, 0x00)]
    [InlineData("its metadata have the type 5 where 12 stands", 0x29, 0x15, 0x02, 0x00)]
    [InlineData("its metadata have a member that no structure has", 0x05, 0x80, 0x80, 0x08, 0x00)]
    [InlineData("its metadata end too early", 0x15, 0x02)]
    public void A_footer_of_another_shape_is_refused(string fault, params int[] bytes) =>
        Assert.Equal(fault, Assert.Throws<FormatException>(() => Check(bytes)).Message);

    [Theory(Timeout = Limit)]
    [InlineData(0x15, 0x02, 0x00)]
    [InlineData(0x15, 0x02, 0x19, 0x1C, 0x48, 0x01, 0x61, 0x00, 0x00)]
    public void A_footer_of_the_format_is_not(params int[] bytes) => Check(bytes);

    private static void Check(int[] bytes)
    {
        var reader = new ThriftReader([.. bytes.Select(value => (byte)value)]);
        ParquetShapes.Footer.Check(ref reader);
    }
}
