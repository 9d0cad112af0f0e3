using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Where nobody said where data sets are.</summary>
internal sealed class NoData : IRowSource
{
    public IAsyncEnumerable<JsonElement> ReadAsync(DatasetSource source, CancellationToken cancellationToken = default) =>
        throw new DatasetException($"Nobody said where the data set {source} is. Name the folder above the data sets.");
}
