using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>One file that answers for whatever data set is asked of it.</summary>
/// <param name="path">The file; see <see cref="DataFile"/> for the formats.</param>
public sealed class FileRowSource(string path) : IRowSource
{
    /// <inheritdoc/>
    public IAsyncEnumerable<JsonElement> ReadAsync(DatasetSource source, CancellationToken cancellationToken = default) =>
        DataFile.ReadAsync(path, cancellationToken);
}
