namespace SpeculativeDecoding.Benchmarks;

/// <summary>
/// Reads the images of the rows of a prompt file. Whoever made the file names them, and so it is told no more than what lies
/// in two folders and is an image: else a row could send any file of the machine to a server.
/// </summary>
/// <param name="path">The prompt file: images lie beside it, or in folders there.</param>
/// <param name="folder">Another folder with images; null where there is none.</param>
internal sealed class PromptImages(string path, string? folder)
{
    private const int ShownCharacters = 60;
    private readonly Dictionary<string, byte[]> _read = new(StringComparer.Ordinal);
    private readonly string[] _folders = [.. new[] { Path.GetDirectoryName(Path.GetFullPath(path)), folder }.OfType<string>().Select(Path.GetFullPath)];

    /// <summary>The images of a row; null where it has none.</summary>
    /// <exception cref="DatasetException">One can't be read, or is none.</exception>
    public IReadOnlyList<byte[]>? Read(DataRow row, string id)
    {
        var images = new List<byte[]>();
        foreach (var image in Named(row, id))
        {
            try
            {
                images.Add(Bytes(image));
            }
            catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
            {
                throw new DatasetException($"{row.Place} ({id}): the image '{Printable.Of(image.Length <= ShownCharacters ? image : image[..ShownCharacters] + "...")}' can't be read: {FaultText.Of(error)}.", error);
            }
        }

        return images.Count > 0 ? images : null;
    }

    /// <summary>A list; in CSV, which has none, the name alone is one too.</summary>
    private static IReadOnlyList<string> Named(DataRow row, string id) => row.Json.Texts("images") is { Count: > 0 } several ? several
        : row.Json.Text("images") is not { } one || string.IsNullOrWhiteSpace(one) || one is "[]" ? []
        : one[0] != '[' ? [one]
        : throw new DatasetException($"{row.Place} ({id}): 'images' is no list of names: {Printable.Name(one)}.");

    private byte[] Bytes(string image)
    {
        if (image.StartsWith("data:", StringComparison.Ordinal))
        {
            var comma = image.IndexOf(";base64,", StringComparison.Ordinal);
            return (comma < 0 ? null : Decoded(image.AsSpan(comma + ";base64,".Length))) ?? throw new FormatException("it is a data URI without an image in base64");
        }

        if (image.Contains("://", StringComparison.Ordinal))
        {
            throw new FormatException("it is an address, and nothing is fetched; save the image beside the prompt file");
        }

        // Base64 first: that of a JPEG file begins as an absolute path does.
        return Decoded(image) ?? FileOf(image) ?? throw new FormatException($"it is neither a file in {string.Join(" or ", _folders)} nor a data URI nor base64");
    }

    private byte[]? FileOf(string image)
    {
        if (image.Length == 0 || image.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var isInside = false;
        foreach (var folder in _folders)
        {
            var file = RealPath.Of(Path.Combine(folder, image));
            if (_folders.Any(allowed => RealPath.IsBelow(file, RealPath.Of(allowed))))
            {
                isInside = true;
                if (File.Exists(file))
                {
                    return _read.TryGetValue(file, out var known) ? known : _read[file] = ReadFile(file);
                }
            }
        }

        return isInside ? null : throw new FormatException($"it lies outside of {string.Join(" and ", _folders)}");
    }

    private static byte[] ReadFile(string file)
    {
        var bytes = ModelFile.Read(file, ImageBytes.Most);
        return ImageBytes.AreImage(bytes) ? bytes : throw new FormatException("it is no image by its content (PNG, JPEG, GIF, WebP, BMP or TIFF)");
    }

    /// <summary>The image that the text is in base64; null where it is none.</summary>
    private static byte[]? Decoded(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 * ImageBytes.Most)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, bytes, out var length) && length <= ImageBytes.Most && ImageBytes.AreImage(bytes.AsSpan(0, length)) ? bytes[..length] : null;
    }
}
