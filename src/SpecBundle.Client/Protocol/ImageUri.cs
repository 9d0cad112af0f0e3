using System.Buffers.Text;

namespace SpeculativeDecoding;

/// <summary>
/// Writes an image as a data URI, which every release reads. Base64 alone would not do: that of a JPEG begins with a slash,
/// and some releases take such a text for the path of a file on the server.
/// </summary>
internal static class ImageUri
{
    /// <summary>The URI in UTF-8; it has no character that JSON escapes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> image)
    {
        var head = Head(image);
        var uri = new byte[head.Length + Base64.GetMaxEncodedToUtf8Length(image.Length)];
        head.CopyTo(uri);
        Base64.EncodeToUtf8(image, uri.AsSpan(head.Length), out _, out _);
        return uri;
    }

    /// <summary>Servers look at the bytes and not at the type; it is for those who read the request.</summary>
    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> image) => image switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "data:image/png;base64,"u8,
        [0xFF, 0xD8, 0xFF, ..] => "data:image/jpeg;base64,"u8,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "data:image/gif;base64,"u8,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "data:image/webp;base64,"u8,
        _ => "data:application/octet-stream;base64,"u8,
    };
}
