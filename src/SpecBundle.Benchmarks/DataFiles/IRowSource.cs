using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Where the rows of a data set come from: files at hand, or the Hub.</summary>
public interface IRowSource
{
    /// <summary>
    /// The rows in order, each a JSON object with the source's field names. Binary values are base64 strings.
    /// Rows are read as they are asked for.
    /// </summary>
    /// <param name="source">Which data set, configuration and split.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DatasetException">The data can not be obtained or read; the message says what to do.</exception>
    IAsyncEnumerable<JsonElement> ReadAsync(DatasetSource source, CancellationToken cancellationToken = default);
}
