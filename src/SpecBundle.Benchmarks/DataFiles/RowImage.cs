using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Reads the image of a row: an object with <c>bytes</c>, as parquet on the Hub has it, or a base64 string.</summary>
internal static class RowImage
{
    public static byte[] Read(JsonElement row, DatasetSource source)
    {
        if (row.TryGetProperty("image", out var image))
        {
            var bytes = image.ValueKind == JsonValueKind.Object && image.TryGetProperty("bytes", out var inside) ? inside : image;
            if (bytes.ValueKind == JsonValueKind.String && bytes.TryGetBytesFromBase64(out var decoded) && decoded.Length > 0)
                return decoded;
        }

        throw RowFields.Missing(row, source, "image");
    }
}
