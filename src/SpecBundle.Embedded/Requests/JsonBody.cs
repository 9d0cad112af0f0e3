using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace SpeculativeDecoding.Embedded;

/// <summary>Reads a request's body, and single fields of it, with the validation layer's words for what is wrong.</summary>
internal static class JsonBody
{
    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        if (buffer.Length == 0)
        {
            throw new MalformedBodyException("[{'type': 'missing', 'loc': ('body',), 'msg': 'Field required', 'input': None}]");
        }

        JsonDocument document;
        try
        {
            var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
            RequireText(body.Span);
            document = JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new MalformedBodyException(
                $"[{{'type': 'json_invalid', 'loc': ('body', {exception.BytePositionInLine ?? 0}), 'msg': 'JSON decode error', 'input': {{}}}}]");
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new MalformedBodyException("[{'type': 'dict_type', 'loc': ('body',), 'msg': 'Input should be a valid dictionary'}]");
        }

        return document;
    }

    /// <summary>JSON's strings may hold what is no text, such as half of a surrogate pair: whoever read one would break.</summary>
    private static void RequireText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsText(ref reader))
            {
                throw new MalformedBodyException(
                    $"[{{'type': 'string_unicode', 'loc': ('body', {reader.TokenStartIndex}), 'msg': 'Input should be a valid string, unable to parse raw data as a unicode string'}}]");
            }
        }
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        if (!Utf8.IsValid(reader.ValueSpan))
        {
            return false;
        }

        try
        {
            return !reader.ValueIsEscaped || reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A field that is there and not null.</summary>
    public static JsonElement? Field(this JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement body, string name) => body.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Wrong("string_type", name, "Input should be a valid string", value),
    };

    public static bool Switch(this JsonElement body, string name) => body.Field(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Wrong("bool_type", name, "Input should be a valid boolean", value),
    };

    public static int? Integer(this JsonElement body, string name) => body.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        { } value => throw Wrong("int_type", name, "Input should be a valid integer", value),
    };

    /// <summary>Token ids out of an array.</summary>
    public static int[] Ids(this JsonElement array, string name)
    {
        var ids = new int[array.GetArrayLength()];
        var i = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out ids[i++]))
            {
                throw Wrong("int_type", name, "Input should be a valid integer", item);
            }
        }

        return ids;
    }

    public static MalformedBodyException Wrong(string type, string name, string message, JsonElement value) =>
        new($"[{{'type': '{type}', 'loc': ('body', '{name}'), 'msg': '{message}', 'input': {Shown(value)}}}]");

    /// <summary>The value as Python would show it, cut where it is long.</summary>
    public static string Shown(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.Null => "None",
            JsonValueKind.String => $"'{value.GetString()}'",
            _ => value.GetRawText(),
        };
        return text.Length <= 200 ? text : text[..200] + "...";
    }
}
