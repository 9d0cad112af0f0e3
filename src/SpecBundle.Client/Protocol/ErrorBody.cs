using System.Text;
using System.Text.Json;

namespace SpeculativeDecoding;

/// <summary>What a server says when it refuses: <c>{"error": {"message", "code"}}</c>, <c>{"error": "..."}</c>, <c>{"object": "error", "message", "code"}</c>, <c>{"detail"}</c> or plain text.</summary>
internal readonly record struct ErrorBody(string Message, int? Code)
{
    private const int MostCharacters = 2000;

    /// <param name="body">What the server sent.</param>
    /// <param name="apiKey">The key that it was sent, which some repeat; null for none.</param>
    public static ErrorBody Read(ReadOnlyMemory<byte> body, string? apiKey)
    {
        var said = Read(body);
        return apiKey is null ? said : said with { Message = new SecretMask([apiKey], []).Apply(said.Message) };
    }

    private static ErrorBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (Find(document.RootElement) is { } found)
            {
                return found with { Message = Shorten(found.Message) };
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON: the text itself is what the server says.
        }

        var text = Encoding.UTF8.GetString(body.Span).Trim();
        return new ErrorBody(text.Length > 0 ? Shorten(text) : "it gave no reason", null);
    }

    private static ErrorBody? Find(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return new ErrorBody(element.GetString()!, null);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty("error"u8, out var error) && Find(error) is { } inner)
        {
            return inner;
        }

        return (Text(element, "message"u8) ?? Text(element, "detail"u8)) is { } message ? new ErrorBody(message, CodeOf(element)) : null;
    }

    private static string? Text(JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    private static int? CodeOf(JsonElement element) =>
        element.TryGetProperty("code"u8, out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : null;

    private static string Shorten(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + "...";
}
