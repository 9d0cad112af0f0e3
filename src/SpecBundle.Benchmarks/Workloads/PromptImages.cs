using System.Text.Json;

namespace SpeculativeDecoding.Benchmarks;

/// <summary>Reads the images of a row of a prompt file.</summary>
internal static class PromptImages
{
    // No image is shorter, and a name of a file that is not there must not pass for one.
    private const int LeastBytes = 32;

    /// <exception cref="DatasetException">An image can not be obtained.</exception>
    public static IReadOnlyList<byte[]>? Read(JsonElement row, string id, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var images = Named(row).Select(image => Bytes(image, folder)
            ?? throw new DatasetException($"{path}: the row of {id} has an image that can't be read: '{Shown(image)}' is neither a file in {folder} nor a data URI nor base64.")).ToList();
        return images.Count > 0 ? images : null;
    }

    /// <summary>A list; in CSV, which has none, the name alone is one too.</summary>
    private static IReadOnlyList<string> Named(JsonElement row) => row.Texts("images") is { Count: > 0 } several
        ? several
        : row.Text("images") is { } one && !string.IsNullOrWhiteSpace(one) && one[0] != '[' ? [one] : [];

    private static byte[]? Bytes(string image, string folder)
    {
        if (image.StartsWith("data:", StringComparison.Ordinal))
        {
            var comma = image.IndexOf(";base64,", StringComparison.Ordinal);
            return comma < 0 ? null : Decoded(image[(comma + ";base64,".Length)..]);
        }

        try
        {
            var file = Path.Combine(folder, image);
            return File.Exists(file) && File.ReadAllBytes(file) is { Length: > 0 } bytes ? bytes : Decoded(image);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{image}: {error.Message}", error);
        }
    }

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= LeastBytes ? bytes[..length] : null;
    }

    private static string Shown(string image) => image.Length <= 60 ? image : image[..60] + "...";
}
