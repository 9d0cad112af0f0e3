namespace SpeculativeDecoding.Benchmarks;

/// <summary>The structures of parquet's metadata, as <c>parquet.thrift</c> of the format's 2.11 numbers them.</summary>
internal static class ParquetShapes
{
    private static readonly ThriftShape Empty = new();

    private static readonly ThriftShape KeyValue = new ThriftShape().With(ThriftType.Binary, 1, 2);

    private static readonly ThriftShape Statistics = new ThriftShape().With(ThriftType.Binary, 1, 2, 5, 6).With(ThriftType.Int64, 3, 4).With(ThriftType.True, 7, 8);

    private static readonly ThriftShape TimeUnit = new ThriftShape().WithStruct(1, Empty).WithStruct(2, Empty).WithStruct(3, Empty);

    private static readonly ThriftShape Time = new ThriftShape().With(ThriftType.True, 1).WithStruct(2, TimeUnit);

    private static readonly ThriftShape LogicalType = new ThriftShape()
        .WithStruct(1, Empty).WithStruct(2, Empty).WithStruct(3, Empty).WithStruct(4, Empty)
        .WithStruct(5, new ThriftShape().With(ThriftType.Int32, 1, 2)).WithStruct(6, Empty).WithStruct(7, Time).WithStruct(8, Time)
        .WithStruct(10, new ThriftShape().With(ThriftType.Byte, 1).With(ThriftType.True, 2))
        .WithStruct(11, Empty).WithStruct(12, Empty).WithStruct(13, Empty).WithStruct(14, Empty).WithStruct(15, Empty)
        .WithStruct(16, new ThriftShape().With(ThriftType.Byte, 1)).WithStruct(17, new ThriftShape().With(ThriftType.Binary, 1))
        .WithStruct(18, new ThriftShape().With(ThriftType.Binary, 1).With(ThriftType.Int32, 2));

    private static readonly ThriftShape SchemaElement = new ThriftShape()
        .With(ThriftType.Int32, 1, 2, 3, 5, 6, 7, 8, 9).With(ThriftType.Binary, 4).WithStruct(10, LogicalType);

    private static readonly ThriftShape SizeStatistics = new ThriftShape().With(ThriftType.Int64, 1).WithList(2, ThriftType.Int64).WithList(3, ThriftType.Int64);

    private static readonly ThriftShape Column = new ThriftShape()
        .With(ThriftType.Int32, 1, 4, 15).WithList(2, ThriftType.Int32).WithList(3, ThriftType.Binary).With(ThriftType.Int64, 5, 6, 7, 9, 10, 11, 14)
        .WithList(8, KeyValue).WithStruct(12, Statistics).WithList(13, new ThriftShape().With(ThriftType.Int32, 1, 2, 3)).WithStruct(16, SizeStatistics)
        .WithStruct(17, new ThriftShape().WithStruct(1, new ThriftShape().With(ThriftType.Double, 1, 2, 3, 4, 5, 6, 7, 8)).WithList(2, ThriftType.Int32));

    private static readonly ThriftShape Encryption = new ThriftShape().With(ThriftType.Binary, 1, 2).With(ThriftType.True, 3);

    private static readonly ThriftShape ColumnChunk = new ThriftShape()
        .With(ThriftType.Binary, 1, 9).With(ThriftType.Int64, 2, 4, 6).WithStruct(3, Column).With(ThriftType.Int32, 5, 7)
        .WithStruct(8, new ThriftShape().WithStruct(1, Empty).WithStruct(2, new ThriftShape().WithList(1, ThriftType.Binary).With(ThriftType.Binary, 2)));

    private static readonly ThriftShape RowGroup = new ThriftShape()
        .WithList(1, ColumnChunk).With(ThriftType.Int64, 2, 3, 5, 6).WithList(4, new ThriftShape().With(ThriftType.Int32, 1).With(ThriftType.True, 2, 3)).With(ThriftType.Int16, 7);

    /// <summary>The whole footer.</summary>
    public static ThriftShape Footer { get; } = new ThriftShape()
        .With(ThriftType.Int32, 1).WithList(2, SchemaElement).With(ThriftType.Int64, 3).WithList(4, RowGroup).WithList(5, KeyValue).With(ThriftType.Binary, 6, 9)
        .WithList(7, new ThriftShape().WithStruct(1, Empty)).WithStruct(8, new ThriftShape().WithStruct(1, Encryption).WithStruct(2, Encryption));

    /// <summary>The header of a page.</summary>
    public static ThriftShape Page { get; } = new ThriftShape()
        .With(ThriftType.Int32, 1, 2, 3, 4).WithStruct(5, new ThriftShape().With(ThriftType.Int32, 1, 2, 3, 4).WithStruct(5, Statistics)).WithStruct(6, Empty)
        .WithStruct(7, new ThriftShape().With(ThriftType.Int32, 1, 2).With(ThriftType.True, 3))
        .WithStruct(8, new ThriftShape().With(ThriftType.Int32, 1, 2, 3, 4, 5, 6).With(ThriftType.True, 7).WithStruct(8, Statistics));
}
